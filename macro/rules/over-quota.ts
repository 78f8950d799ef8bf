import type { Rule } from './rule.js';

/** This quota cannot be raised: https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const QUOTA = 50;

export const overQuota: Rule = {
  code: 'over-quota',
  severity: 'warning',
  description: 'More compute environments or job queues than an AWS account can have in a Region.',
  check: (modules, report) => {
    const path = modules.at(-1)?.path ?? [];
    for (const { count, noun } of [
      { count: modules.flatMap(({ environments }) => environments).length, noun: 'compute environments' },
      { count: modules.flatMap(({ queues }) => queues).length, noun: 'job queues' },
    ]) {
      if (count <= QUOTA) continue;
      const message = `${count} ${noun} exceed the quota of ${QUOTA} in an account and Region`;
      report(path, message, 'Spread them across Regions or accounts.');
    }
  },
};
