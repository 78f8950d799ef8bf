/** What runs the jobs of a compute environment: the keys of `instances`. */

import * as v from 'valibot';
import { ec2Keys, requiredWith } from './ec2-instances.js';
import { field } from './field.js';
import { ec2Id } from './ids.js';
import { knownPlatformOf } from './platform.js';
import { integer, knownChoice, list, object, text } from './types.js';

const COMPUTE_RESOURCES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-computeresources.html';

/** As AWS writes it. */
const containerInsights = v.pipe(
  knownChoice('enabled', 'enhanced', 'disabled'),
  v.transform((value) => value.toUpperCase()),
);

const instanceKeys = {
  instance_types: v.optional(
    field(list(text('an instance type, a family, or optimal', /^[a-z][a-z0-9-]*(_[a-z0-9_]+)?(\.[a-z0-9-]+)?$/), 1), {
      doc: 'The EC2 instance types or families that run the jobs. All must have the same CPU architecture.',
      aliases: ['instance_classes'],
      example: ['m5.large'],
      property: 'ComputeResources.InstanceTypes',
      platforms: ['EC2', 'MANAGED_INSTANCES'],
      source: COMPUTE_RESOURCES,
    }),
  ),
  compute_environment_type: v.optional(
    field(knownChoice('EC2', 'SPOT', 'FARGATE', 'FARGATE_SPOT', 'ECS_MANAGED_INSTANCES'), {
      doc: 'On-Demand Instances (EC2), AWS Fargate or Amazon ECS Managed Instances. Spot costs less, but can be interrupted.',
      example: 'SPOT',
      aliases: ['type'],
      property: 'ComputeResources.Type',
      source: COMPUTE_RESOURCES,
    }),
    'EC2',
  ),
  min_vcpus: v.optional(
    field(integer(0, 1_000_000), {
      doc: 'The number of vCPUs that keep running even when there are no jobs.',
      example: 0,
      property: 'ComputeResources.MinvCpus',
      platforms: ['EC2'],
      source: COMPUTE_RESOURCES,
    }),
    0,
  ),
  max_vcpus: field(integer(1, 1_000_000), {
    doc: 'The maximum number of vCPUs. It is the only limit on cost, except on Managed Instances, where it counts only the vCPUs of the jobs.',
    example: 16,
    property: 'ComputeResources.MaxvCpus',
    source: COMPUTE_RESOURCES,
  }),
  ami_id: v.optional(
    field(ec2Id('ami', 'an Amazon Machine Image'), {
      doc: 'The id of the Amazon Machine Image for the instances. By default, AWS Batch chooses one.',
      aliases: ['image_id'],
      example: 'ami-0123456789abcdef0',
      property: 'ComputeResources.ImageId',
      isExact: true,
      platforms: ['EC2'],
      source: COMPUTE_RESOURCES,
    }),
  ),
  container_insights: v.optional(
    field(containerInsights, {
      doc: 'Whether Amazon CloudWatch collects metrics of the containers, at a charge. Removing the key later has the effect of disabled.',
      aliases: ['ecs_settings'],
      example: 'enhanced',
      property: 'EcsSettings.ContainerInsights',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-ecssettings.html',
    }),
  ),
  capacity_option_type: v.optional(
    field(knownChoice('ON_DEMAND', 'SPOT'), {
      doc: 'Whether Managed Instances are On-Demand or Spot Instances. By default ON_DEMAND. A change replaces the environment.',
      example: 'SPOT',
      property: 'ComputeResources.ManagedInstancesProvider.InstanceLaunchTemplate.CapacityOptionType',
      isPartial: true,
      platforms: ['MANAGED_INSTANCES'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/ecs-managed-instances-compute-environments.html',
    }),
  ),
};

export const instances = object({ ...instanceKeys, ...ec2Keys }, (value) => [
  ...(knownPlatformOf(value) === 'EC2' ? ['instance_types'] : []),
  ...requiredWith(value),
]);
