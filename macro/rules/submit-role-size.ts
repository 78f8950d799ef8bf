import { isOwn, schedulesOf } from '../read/schedules.js';
import { definitionLength, queueLength } from './policy-length.js';
import { eachModule, type Rule } from './rule.js';

/** Without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST = 10_240;
/** The policy without queues and definitions. */
const FRAME = 100;

export const submitRoleSize: Rule = {
  code: 'submit-role-size',
  severity: 'error',
  description: 'More job definitions with schedules than the policy of their role has room for.',
  check: eachModule((module, report) => {
    const all = schedulesOf(module);
    const queues = new Set(all.flatMap(({ targets }) => targets.map(({ queue }) => queue)).filter(isOwn));
    const definitions = [...new Set(all.map(({ definition }) => definition))];
    let length = [...queues].reduce((sum, { name }) => sum + queueLength(name), FRAME);
    for (const [index, { name, path }] of definitions.entries()) {
      length += definitionLength(name);
      if (length <= LONGEST) continue;
      const message = `the policies of a role have at most ${LONGEST} characters, which is enough for the schedules of ${index} of these ${definitions.length} job definitions`;
      return report([...path, 'schedules'], message, 'Write this job definition and the others in a second module.');
    }
  }),
};
