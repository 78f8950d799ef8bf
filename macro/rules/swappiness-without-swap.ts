import { platformOf } from '../schema/platform.js';
import { effective } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

const MAX_SWAP = ['ContainerProperties', 'LinuxParameters', 'MaxSwap'];

/** AWS Batch ignores it: https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html */
export const swappinessWithoutSwap: Rule = {
  code: 'swappiness-without-swap',
  severity: 'warning',
  description: 'A swappiness without max_swap_mib, which has no effect.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment } of definitions) {
      if (value.swappiness === undefined || platformOf(environment.value.instances) === 'FARGATE') continue;
      const own = { value: value.max_swap_mib, path };
      if (effective(own, value.overrides, path, MAX_SWAP).value !== undefined) continue;
      const hint = 'Add max_swap_mib, such as max_swap_mib: 2048, or remove swappiness.';
      report([...path, 'swappiness'], 'swappiness has no effect without max_swap_mib', hint);
    }
  }),
};
