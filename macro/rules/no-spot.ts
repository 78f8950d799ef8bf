import { TABLE_DATE } from '../compute/instance-table.js';
import { typesOf } from '../compute/instance-types.js';
import { isSpot } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-spot-instances-work.html */
export const noSpot: Rule = {
  code: 'no-spot',
  severity: 'warning',
  description: 'An instance type or family that has no Spot Instances, in a compute environment on Spot.',
  check: eachModule(({ environments }, report) => {
    for (const { name, path } of environments.flatMap((each) =>
      isSpot(each.value.instances) ? capacityOf(each).listed : [],
    )) {
      const types = typesOf(name);
      if (types.length === 0 || types.some(({ hasSpot }) => hasSpot)) continue;
      const message = `Amazon EC2 had no Spot Instances of ${name} on ${TABLE_DATE}`;
      report(path, message, 'Use another type, or a compute environment on On-Demand Instances.');
    }
  }),
};
