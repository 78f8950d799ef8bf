import { familyIn, typesOf } from '../compute/instance-types.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

/**
 * AWS has no list of the types that AWS Batch accepts. Its answers, "Instance type can only be one of […]", lack the
 * burstable types (https://github.com/opensupplyhub/open-supply-hub/pull/1058), and it has no images for macOS.
 */
const REFUSED = /^(t\d|mac)/;

export const refusedInstanceType: Rule = {
  code: 'refused-instance-type',
  severity: 'warning',
  description: 'An instance type or family that AWS Batch is reported to refuse.',
  check: eachModule(({ environments }, report) => {
    for (const environment of environments) {
      if (platformOf(environment.value.instances) !== 'EC2') continue;
      for (const { name, path } of capacityOf(environment).listed) {
        if (!REFUSED.test(familyIn(name)) || typesOf(name).length === 0) continue;
        const message = `AWS Batch is reported to refuse instance types such as ${name}`;
        report(path, message, 'Use a type of another series, such as m6i.large, or m6g.medium on Arm.');
      }
    }
  }),
};
