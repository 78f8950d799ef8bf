import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
export const bidWithoutSpot: Rule = {
  code: 'bid-without-spot',
  severity: 'warning',
  description: 'A bid_percentage, which is for Spot Instances, in an environment of On-Demand Instances.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { bid_percentage: bid, compute_environment_type: type } = value.instances;
      if (typeof bid !== 'number' || type !== 'EC2') continue;
      const message = 'bid_percentage has no effect if compute_environment_type is EC2';
      const hint = 'Remove bid_percentage, or set compute_environment_type to SPOT.';
      report([...path, 'instances', 'bid_percentage'], message, hint);
    }
  }),
};
