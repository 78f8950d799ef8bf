import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

/** AWS Batch ignores it: https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html */
export const swappinessWithoutSwap: Rule = {
  code: 'swappiness-without-swap',
  severity: 'warning',
  description: 'A swappiness without max_swap_mib, which has no effect.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment } of definitions) {
      const { swappiness, max_swap_mib: swap } = value;
      if (swappiness === undefined || swap !== undefined) continue;
      // `platform-key` reports it.
      if (platformOf(environment.value.instances) === 'FARGATE') continue;
      const hint = 'Add max_swap_mib, such as max_swap_mib: 2048, or remove swappiness.';
      report([...path, 'swappiness'], 'swappiness has no effect without max_swap_mib', hint);
    }
  }),
};
