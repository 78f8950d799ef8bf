/** The settings of a module: the keys of `provose_config`. */

import * as v from 'valibot';
import { canonical, isCidr, isVpcCidr } from '../template/cidr.js';
import { field } from './field.js';
import { checkForm, type Fault } from './fix.js';
import { ec2Id } from './ids.js';
import { logs } from './logs.js';
import { NAME } from './names.js';
import { notifications } from './notifications.js';
import { POLICY_ARN, policies } from './policies.js';
import { submitPolicy } from './submit-policy.js';
import { TAGS, tags } from './tags.js';
import { either, knownChoice, knownInteger, knownList, list, object, orIntrinsic, text } from './types.js';

const IAM = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html';
const SUBNET = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html';
const BLOCK = 'a CIDR block such as 10.0.0.0/16';
const VPC_BLOCK = 'a CIDR block from /16 to /25, such as 10.0.0.0/16';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,256}$/u;

/**
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
 */
const INSTANCE_PROFILE = /^(arn:[a-z-]+:iam::\d{12}:instance-profile\/[\x21-\x7e]+|[\w+=,.@-]{1,128})$/;

const zoneCount = knownInteger(1, 8);
/**
 * A Region with a letter; names of Local Zones and Wavelength Zones begin with their Region, too. Ids such as use1-az1
 * are for another property of subnets.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const zoneName = text(
  'the name of an Availability Zone such as us-east-1a, not a Region or the id of a zone',
  /^[a-z]+(-[a-z]+)+-\d+([a-z]|-[a-z0-9-]*[a-z0-9])$/,
);
const zoneNames = knownList(zoneName, 1, 8);

/** Accepted so that a Provose configuration can be pasted unchanged. */
const ofProvose = (doc: string, example: unknown) => v.optional(field(v.any(), { doc, example, ignored: true }));

/**
 * Amazon EC2 would begin the VPC at the first address of the block, but the blocks of the subnets are computed from it:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
 */
function faultInVpcBlock(text: string): Fault | undefined {
  const meant = canonical(text) ?? '';
  if (isVpcCidr(text)) return undefined;
  if (!isVpcCidr(meant)) return { message: VPC_BLOCK };
  return { message: 'a CIDR block that begins with its first address', fix: `Write ${meant}.` };
}

export const broughtVpc = object({
  id: field(ec2Id('vpc', 'a VPC'), {
    doc: 'The id of the VPC.',
    example: 'vpc-0123456789abcdef0',
  }),
  subnets: field(list(ec2Id('subnet', 'a subnet'), 1), {
    doc: 'The ids of the subnets for the instances. They need a route to the internet or to AWS service endpoints.',
    example: ['subnet-0123456789abcdef0'],
    aliases: ['subnet_ids'],
    source: 'https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html',
  }),
  cidr: v.optional(
    field(orIntrinsic(v.pipe(v.string(BLOCK), v.check(isCidr, BLOCK))), {
      doc: 'The CIDR block of the VPC. Required if a compute environment opens ports to the VPC.',
      example: '10.0.0.0/16',
    }),
  ),
});

export const provoseConfig = object({
  name: v.optional(
    field(text('1 to 256 letters, digits, spaces and _.:/=+-@', TAG_VALUE), {
      doc: 'The value of the tag Provose on the created resources. By default, the stack’s name.',
      example: 'myproject',
    }),
  ),
  name_prefix: v.optional(
    field(text('a prefix of a valid name', new RegExp(`^$|${NAME.source}`)), {
      doc: 'A prefix for the names of all queues and job definitions.',
      example: 'staging-',
    }),
    '',
  ),
  vpc_cidr: v.optional(
    field(v.pipe(v.string(VPC_BLOCK), checkForm(faultInVpcBlock)), {
      doc: 'The CIDR block of the created VPC. Each subnet gets an eighth of its addresses.',
      example: '10.0.0.0/16',
      excludes: ['vpc'],
      source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
    }),
  ),
  availability_zones: v.optional(
    field(
      either((input) => (Array.isArray(input) ? zoneNames : zoneCount), zoneCount, zoneNames),
      {
        doc: 'The number or names of the Availability Zones that get a subnet. By default 3, or 2 in us-west-1.',
        example: 3,
        excludes: ['vpc'],
        source: SUBNET,
      },
    ),
  ),
  vpc: v.optional(
    field(broughtVpc, {
      doc: 'An existing VPC to use instead of creating one.',
      example: { id: 'vpc-0123456789abcdef0', subnets: ['subnet-0123456789abcdef0'] },
      aliases: ['vpc_id'],
    }),
  ),
  network: v.optional(
    field(knownChoice('public', 'nat', 'endpoints'), {
      doc: 'How jobs reach AWS and the internet: from public subnets, from private subnets through NAT gateways, or from private subnets only to AWS, through VPC endpoints.',
      example: 'nat',
      excludes: ['vpc'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html',
    }),
    'public',
  ),
  nat_gateways: v.optional(
    field(knownInteger(1, 7), {
      doc: 'The number of NAT gateways, at most one per Availability Zone. By default 1. Requires network: nat.',
      example: 3,
      source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
    }),
  ),
  logs: v.optional(
    field(logs, {
      doc: 'A log group for all job definitions, instead of /aws/batch/job, which all of an account share. It is kept when the stack is deleted.',
      example: { retention_days: 90 },
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html',
    }),
  ),
  notifications: v.optional(
    field(notifications, {
      doc: 'An e-mail address or the ARN of an Amazon SNS topic to notify of failed jobs and blocked queues.',
      example: 'oncall@example.com',
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html',
    }),
  ),
  submit_policy: v.optional(
    field(submitPolicy, {
      doc: 'Whether to create a managed policy that allows submitting jobs to the module’s queues and watching jobs.',
      example: true,
      source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html',
    }),
    false,
  ),
  instance_policies: v.optional(
    field(policies, {
      doc: 'ARNs of managed policies and policy statements for the role of the instances, which jobs without a role can also use.',
      example: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html',
    }),
  ),
  instance_profile: v.optional(
    field(text('the name or ARN of an instance profile', INSTANCE_PROFILE), {
      doc: 'The name or ARN of an instance profile to use instead of creating one with its role.',
      example: 'arn:aws:iam::123456789012:instance-profile/batch',
      excludes: ['instance_policies'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html',
    }),
  ),
  tags: v.optional(
    field(tags, {
      doc: 'Tags of the created resources, except for those that a change of tags would replace: compute environments, queues and job definitions.',
      example: { team: 'data' },
      source: TAGS,
    }),
  ),
  permissions_boundary: v.optional(
    field(text('the ARN of a managed policy, arn:aws:iam::ACCOUNT:policy/NAME', POLICY_ARN), {
      doc: 'The permissions boundary of all created roles.',
      example: 'arn:aws:iam::123456789012:policy/boundary',
      property: 'PermissionsBoundary',
      of: ['AWS::IAM::Role'],
      source: IAM,
    }),
  ),
  role_path: v.optional(
    field(text('a path that begins and ends with a slash', /^\/([\x21-\x7e]+\/)?$/), {
      doc: 'The path of all created roles, instance profiles and managed policies.',
      example: '/batch/',
      property: 'Path',
      of: ['AWS::IAM::Role', 'AWS::IAM::InstanceProfile', 'AWS::IAM::ManagedPolicy'],
      source: IAM,
    }),
  ),
  outputs: v.optional(
    field(knownChoice('none', 'values', 'exports'), {
      doc: 'Whether the stack has outputs for the created resources, and whether they are exported to other stacks.',
      example: 'values',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
    }),
    'none',
  ),
  authentication: ofProvose('Provose’s credentials. Ignored: the deployment uses its own credentials.', {
    aws: { region: 'us-east-1' },
  }),
  internal_root_domain: ofProvose(
    'Provose’s private DNS domain. Ignored: AWS Batch does not use it.',
    'example.internal',
  ),
  internal_subdomain: ofProvose('Provose’s private DNS subdomain. Ignored: AWS Batch does not use it.', 'production'),
});

export type ProvoseConfig = v.InferOutput<typeof provoseConfig>;
