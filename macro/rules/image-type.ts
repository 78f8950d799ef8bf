import { familyIn } from '../compute/instance-types.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';

/** The instances that an image does not support: https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  ECS_AL2023: ['a1'],
  ECS_AL2023_NVIDIA: ['p3', 'p3dn', 'g3', 'g3s'],
};

export const imageType: Rule = {
  code: 'image-type',
  severity: 'warning',
  description: 'An instance type that the images of image_type do not support.',
  check: eachModule(({ environments }, report) => {
    for (const environment of environments) {
      const { image_type: image, ami_id: own, launch_template: template } = environment.value.instances;
      const unsupported = typeof image === 'string' ? UNSUPPORTED[image] : undefined;
      if (!unsupported || own !== undefined || template !== undefined) continue;
      for (const { name, path } of capacityOf(environment).listed) {
        if (!unsupported.includes(familyIn(name))) continue;
        report(path, `the images of ${image} do not support ${name}`, 'Use a newer instance type, or your own ami_id.');
      }
    }
  }),
};
