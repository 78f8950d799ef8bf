import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/ecs-managed-instances-job-queues.html */
export const spotBeforeOnDemand: Rule = {
  code: 'spot-before-on-demand',
  severity: 'error',
  description: 'A queue that tries Managed Instances on Spot before On-Demand, which AWS Batch refuses.',
  check: eachModule(({ queues }, report) => {
    for (const { path, runsOn } of queues) {
      const capacity = runsOn.map(({ value }) => value.instances.capacity_option_type ?? 'ON_DEMAND');
      if (runsOn.some(({ value }) => value.instances.compute_environment_type !== 'ECS_MANAGED_INSTANCES')) continue;
      const spot = capacity.indexOf('SPOT');
      const onDemand = capacity.lastIndexOf('ON_DEMAND');
      if (spot < 0 || onDemand < spot) continue;
      const [first, second] = [runsOn[spot]?.key, runsOn[onDemand]?.key];
      const message = `${first} (capacity_option_type: SPOT) comes before ${second} (ON_DEMAND) in compute_environments`;
      const hint = `List ${second} before ${first}: on Managed Instances, On-Demand comes first.`;
      report([...path, 'compute_environments'], message, hint);
    }
  }),
};
