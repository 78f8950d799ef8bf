import { textOf } from '../template/template.js';
import { plainTextsOf } from './plain-text.js';
import { eachModule, type Rule } from './rule.js';
import { RESOLVED } from './secret-source.js';

export const resolvedSecret: Rule = {
  code: 'resolved-secret',
  severity: 'warning',
  description: 'A dynamic reference to a secret where a job definition stores plain text.',
  check: eachModule((module, report) => {
    for (const { value, within, key } of plainTextsOf(module)) {
      const [reference] = RESOLVED.exec(textOf(value)) ?? [];
      if (reference === undefined) continue;
      const message = `${reference}…}} puts the secret itself into the job definition, as plain text`;
      report(
        [...within, key],
        message,
        'Write the ARN of the secret or parameter in secrets: jobs then read it when they start.',
      );
    }
  }),
};
