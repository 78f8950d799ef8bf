import { platformOf } from '../schema/platform.js';
import { canBeNothing } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
const ON_FARGATE = 5;
/** The most to which the quota can be raised: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const ON_INSTANCES = 16;

export const securityGroups: Rule = {
  code: 'security-groups',
  severity: 'error',
  description: 'More security groups than a network interface can have.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const groups = value.security_group_ids;
      if (!Array.isArray(groups)) continue;
      const isFargate = platformOf(value.instances) === 'FARGATE';
      const most = isFargate ? ON_FARGATE : ON_INSTANCES;
      const count = groups.filter((group) => !canBeNothing(group)).length;
      if (count <= most) continue;
      const message = `${isFargate ? 'a job on Fargate' : 'an instance'} can have at most ${most} security groups; received ${count}`;
      report([...path, 'security_group_ids'], message, 'Remove some, or put their rules into fewer groups.');
    }
  }),
};
