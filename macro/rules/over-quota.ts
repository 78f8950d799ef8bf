import type { Rule } from './rule.js';

/** Nobody can raise it: https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const QUOTA = 50;

export const overQuota: Rule = {
  code: 'over-quota',
  severity: 'warning',
  description: 'More of something than an AWS account can have in a Region.',
  check: (modules, report) => {
    const path = modules.at(-1)?.path ?? [];
    for (const { count, noun } of [
      { count: modules.flatMap(({ environments }) => environments).length, noun: 'compute environments' },
      { count: modules.flatMap(({ queues }) => queues).length, noun: 'job queues' },
    ]) {
      if (count <= QUOTA) continue;
      const message = `${count} ${noun}, and ${QUOTA} is the most that an account can have in a Region`;
      report(path, message, 'Spread them over Regions or accounts.');
    }
  },
};
