/**
 * The keys of `instances` that only EC2 instances have. Those without a `property` become a launch template, which is
 * created only where one of them is used.
 */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import { type Field, field } from './field.js';
import { ec2Id } from './ids.js';
import { boolean, choice, dictionary, either, integer, knownChoice, object, orIntrinsic, text } from './types.js';

const REFERENCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';
const COMPUTE_RESOURCES = `${REFERENCE}/aws-properties-batch-computeenvironment-computeresources.html`;
const LAUNCH_TEMPLATES = 'https://docs.aws.amazon.com/batch/latest/userguide/launch-templates.html';

export const IMAGE_TYPES = ['ECS_AL2023', 'ECS_AL2023_NVIDIA', 'ECS_AL2', 'ECS_AL2_NVIDIA'] as const;

const TEMPLATE = ['AWS::EC2::LaunchTemplate'];
const RESERVATION = 'LaunchTemplateData.CapacityReservationSpecification.CapacityReservationTarget';

/** An optional key of EC2 instances. */
const ec2 = <const S extends v.GenericSchema>(schema: S, about: Field) =>
  v.optional(field(schema, { platforms: ['EC2'], source: COMPUTE_RESOURCES, ...about }));

/** A MIME multipart message up to its first part, with the boundary. */
export const MIME = /^(?:MIME-Version|Content-Type):[\s\S]*?boundary="?([^"\s;]+)(?=["\s;])[\s\S]*?\n(?=--\1\s)/i;

const USER_DATA = 'a shell script that begins with #!, or a MIME multipart message';

const userData = orIntrinsic(
  v.pipe(
    v.string(USER_DATA),
    v.check((value) => value.startsWith('#!') || MIME.test(value), USER_DATA),
  ),
);

const PATH = 'an absolute path of letters, digits and ._-, such as /scratch';
/** Known, because it is part of a script and of job definitions, and safe in both. */
const scratchPath = v.pipe(
  v.string(PATH),
  v.regex(/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/, PATH),
  v.regex(
    /^(?!\/(bin|boot|dev|etc|lib|lib64|proc|run|sbin|sys|usr)(\/|$)|\/var(\/lib(\/docker)?)?$)/,
    `${PATH}, not one of the system`,
  ),
);

const templateId = ec2Id('lt', 'a launch template');
const templateVersion = object({
  id: field(templateId, {
    doc: 'The id of the launch template.',
    aliases: ['launch_template_id'],
    example: 'lt-0123456789abcdef0',
    property: 'ComputeResources.LaunchTemplate.LaunchTemplateId',
    source: LAUNCH_TEMPLATES,
  }),
  version: v.optional(
    field(
      text('the number of a version, $Latest or $Default', /^(\d+|\$(Latest|LATEST|latest|Default|DEFAULT|default))$/),
      {
        doc: 'The version, by default the template’s default version. If the same stack creates the template, use its attribute LatestVersionNumber: otherwise, changes have no effect.',
        example: '3',
        property: 'ComputeResources.LaunchTemplate.Version',
        isExact: true,
        source: LAUNCH_TEMPLATES,
      },
    ),
  ),
});

/** A reservation or a group of them must be named. */
const needsTarget = (value: Mapping) => (value['resource_group_arn'] === undefined ? ['id'] : []);

export const ec2Keys = {
  allocation_strategy: ec2(
    knownChoice(
      'BEST_FIT',
      'BEST_FIT_PROGRESSIVE',
      'BEST_FIT_PROGRESSIVE_ORDERED',
      'SPOT_CAPACITY_OPTIMIZED',
      'SPOT_CAPACITY_OPTIMIZED_PRIORITIZED',
      'SPOT_PRICE_CAPACITY_OPTIMIZED',
    ),
    {
      doc: 'How AWS Batch selects instance types, by default BEST_FIT_PROGRESSIVE, or SPOT_PRICE_CAPACITY_OPTIMIZED for Spot. BEST_FIT prevents most later updates of the environment.',
      example: 'SPOT_CAPACITY_OPTIMIZED',
      property: 'ComputeResources.AllocationStrategy',
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html',
    },
  ),
  bid_percentage: ec2(integer(1, 100), {
    doc: 'The maximum Spot price in percent of the On-Demand price, by default 100. It has an effect only on Spot.',
    aliases: ['spot_bid_percentage'],
    example: 60,
    property: 'ComputeResources.BidPercentage',
  }),
  placement_group: ec2(text(), {
    doc: 'The name of the placement group of the instances.',
    example: 'my-cluster',
    property: 'ComputeResources.PlacementGroup',
  }),
  key_pair: ec2(text(), {
    doc: 'The name of the key pair for logging in with SSH.',
    aliases: ['ec2_key_pair', 'key_name'],
    example: 'my-key',
    property: 'ComputeResources.Ec2KeyPair',
  }),
  image_type: ec2(choice(...IMAGE_TYPES), {
    doc: 'The kind of Amazon Machine Image, or of the one in ami_id. By default, AWS Batch chooses ECS_AL2023, or its NVIDIA variant for instance types with GPUs.',
    aliases: ['ec2_configuration'],
    example: 'ECS_AL2023_NVIDIA',
    isDecisive: true,
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html',
  }),
  scale_down_delay_minutes: ec2(integer(20, 10_080), {
    doc: 'How long an instance is kept, and paid for, after its last job, in minutes.',
    aliases: ['scaling_policy', 'min_scale_down_delay_minutes'],
    example: 30,
    property: 'ComputeResources.ScalingPolicy.MinScaleDownDelayMinutes',
    isTolerated: true,
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeScalingPolicy.html',
  }),
  update_to_latest_image_version: ec2(boolean, {
    doc: 'Whether every later update of the instances also gets the latest image of AWS Batch.',
    example: true,
    property: 'ComputeResources.UpdateToLatestImageVersion',
    isTolerated: true,
  }),
  tags: ec2(
    dictionary(
      /^(?!aws:)[\s\S]{1,128}$/i,
      'a tag of 1 to 128 characters that does not start with aws:',
      text('text of up to 256 characters', /^[\s\S]{0,256}$/),
    ),
    {
      doc: 'Tags of the instances, and of their volumes where a launch template is created. A change replaces the instances.',
      example: { team: 'data' },
      property: 'ComputeResources.Tags',
    },
  ),
  disk_gib: ec2(integer(1, 65_536), {
    unit: 'GiB',
    doc: 'The size of the root volume, in GiB, at least 30 for the images of AWS Batch. The volume is of type gp3 and encrypted.',
    aliases: ['disk_size', 'root_volume_size', 'volume_size', 'block_device_mappings'],
    example: 200,
    isDecisive: true,
    source: LAUNCH_TEMPLATES,
  }),
  root_device: ec2(text('a device name such as /dev/xvda', /^\/dev\/[a-z0-9]+$/), {
    doc: 'The name of the root volume’s device, for disk_gib. It is /dev/xvda on the images of AWS Batch, and required with ami_id.',
    example: '/dev/sda1',
    onlyWith: 'disk_gib',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html',
  }),
  user_data: ec2(userData, {
    doc: 'A shell script that runs before jobs when an instance starts, or a MIME multipart message for cloud-init.',
    example: '#!/bin/bash\necho hello',
    isDecisive: true,
    source: LAUNCH_TEMPLATES,
  }),
  nvme_scratch: ec2(scratchPath, {
    doc: 'The path at which the instance’s NVMe disks are joined to one file system, and mounted into every job. Its contents are lost with the instance, and jobs share it.',
    example: '/scratch',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ssd-instance-store.html',
  }),
  capacity_reservation: ec2(
    object(
      {
        id: v.optional(
          field(ec2Id('cr', 'a Capacity Reservation'), {
            doc: 'The id of the Capacity Reservation.',
            example: 'cr-0123456789abcdef0',
            property: `${RESERVATION}.CapacityReservationId`,
            of: TEMPLATE,
            excludes: ['resource_group_arn'],
          }),
        ),
        resource_group_arn: v.optional(
          field(text('the ARN of a resource group', /^arn:/), {
            doc: 'The ARN of a resource group of Capacity Reservations.',
            example: 'arn:aws:resource-groups:us-east-1:123456789012:group/reserved',
            property: `${RESERVATION}.CapacityReservationResourceGroupArn`,
            of: TEMPLATE,
          }),
        ),
      },
      needsTarget,
    ),
    {
      doc: 'The On-Demand Capacity Reservation that the instances use.',
      example: { id: 'cr-0123456789abcdef0' },
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservations-using.html',
    },
  ),
  launch_template: ec2(
    either((input) => (isPlainMapping(input) ? templateVersion : templateId), templateId, templateVersion),
    {
      doc: 'An existing launch template for the instances: its id, or id and version. Its user data must be MIME multipart.',
      example: 'lt-0123456789abcdef0',
      isDecisive: true,
      excludes: ['disk_gib', 'root_device', 'user_data', 'nvme_scratch', 'capacity_reservation'],
      source: LAUNCH_TEMPLATES,
    },
  ),
};

/** The keys that the others require. Where no launch template is created, rules refuse the others. */
export function requiredWith(value: Mapping): readonly string[] {
  const has = (key: string) => value[key] !== undefined;
  const { compute_environment_type: type = 'EC2' } = value;
  if (has('launch_template') || (type !== 'EC2' && type !== 'SPOT')) return [];
  if (has('root_device') && !has('disk_gib')) return ['disk_gib'];
  return has('disk_gib') && has('ami_id') ? ['root_device'] : [];
}
