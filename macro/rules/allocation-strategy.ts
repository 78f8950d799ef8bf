import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html */
export const allocationStrategy: Rule = {
  code: 'allocation-strategy',
  severity: 'error',
  description: 'An allocation strategy of Spot Instances for On-Demand Instances, or the reverse.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { allocation_strategy: strategy, compute_environment_type: type } = value.instances;
      const only = strategy?.startsWith('SPOT_') ? 'SPOT' : strategy?.endsWith('_ORDERED') ? 'EC2' : type;
      if (only === type || (type !== 'EC2' && type !== 'SPOT')) continue;
      const other = only === 'EC2' ? 'SPOT_CAPACITY_OPTIMIZED_PRIORITIZED' : 'BEST_FIT_PROGRESSIVE';
      report(
        [...path, 'instances', 'allocation_strategy'],
        `allocation_strategy ${strategy} is not supported if compute_environment_type is ${type}`,
        `Use ${other}, remove allocation_strategy, or set compute_environment_type to ${only}.`,
      );
    }
  }),
};
