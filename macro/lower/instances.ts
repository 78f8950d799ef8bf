/**
 * The EC2 instances of a compute environment, as `ComputeResources`. Their defaults allow updates in place:
 * https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
 */

import type { Entry, Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { getAtt } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Mapping } from '../template/template.js';
import { launchTemplateOf } from './launch-template.js';
import { instanceProfileOf, needsSpotFleetRole } from './roles.js';

/** @param own - the properties that keys of the environment set directly */
export function ec2(module: Module, environment: Entry<ComputeEnvironment>, own: Mapping): Mapping {
  const { key, value } = environment;
  const { image_type: ImageType, compute_environment_type: type } = value.instances;
  const { ImageId, ...others } = own;
  const LaunchTemplate = launchTemplateOf(module, environment);
  return {
    ...others,
    ...(ImageId !== undefined && ImageType === undefined && { ImageId }),
    // ImageId is deprecated, but its successor needs the type of the image, which only the user knows:
    // https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
    ...(ImageType !== undefined && {
      Ec2Configuration: [{ ImageType, ...(ImageId !== undefined && { ImageIdOverride: ImageId }) }],
    }),
    AllocationStrategy:
      value.instances.allocation_strategy ??
      (type === 'SPOT' ? 'SPOT_PRICE_CAPACITY_OPTIMIZED' : 'BEST_FIT_PROGRESSIVE'),
    InstanceRole: instanceProfileOf(module),
    ...(needsSpotFleetRole(value) && { SpotIamFleetRole: getAtt(logicalId(module.id, 'SpotFleetRole', key), 'Arn') }),
    ...(LaunchTemplate && { LaunchTemplate }),
  };
}
