import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling-how-to-for-jobs.html */
export const resourceTwice: Rule = {
  code: 'resource-twice',
  severity: 'warning',
  description: 'A consumable resource that a job needs by its name and by its ARN.',
  check: eachModule(({ definitions, region }, report) => {
    for (const { path, value } of definitions) {
      const resources = value.consumable_resources ?? {};
      for (const arn of Object.keys(resources).filter((key) => key.startsWith('arn:'))) {
        const [, , , where] = arn.split(':');
        const name = arn.slice(arn.indexOf('/') + 1);
        // Resources of other Regions are others.
        if (!Object.hasOwn(resources, name) || (region !== undefined && where !== region)) continue;
        const message = `${name} and ${arn} are the same consumable resource`;
        report([...path, 'consumable_resources', arn], message, 'Write it once, with the whole quantity.');
      }
    }
  }),
};
