/** The settings of a module: the keys of `provose_config`. */

import * as v from 'valibot';
import { isCidr, isVpcCidr } from '../template/cidr.js';
import { either, field, knownChoice, knownInteger, knownList, list, object, orIntrinsic, text } from './field.js';
import { NAME } from './names.js';

const IAM = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html';
const SUBNET = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html';
const BLOCK = 'a CIDR block such as 10.0.0.0/16';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,256}$/u;

const zoneCount = knownInteger(1, 8);
const zoneNames = knownList(text('the name of an Availability Zone', /^[a-z0-9-]+$/), 1, 8);

/** Accepted so that a Provose configuration can be pasted unchanged. */
const ofProvose = (doc: string, example: unknown) => v.optional(field(v.any(), { doc, example, ignored: true }));

export const broughtVpc = object({
  id: field(text('the id of a VPC, vpc-…', /^vpc-[0-9a-f]+$/), {
    doc: 'The id of the VPC.',
    example: 'vpc-0123456789abcdef0',
  }),
  subnets: field(list(text('the id of a subnet, subnet-…', /^subnet-[0-9a-f]+$/), 1), {
    doc: 'The ids of the subnets for the instances. They need a route to the internet or to AWS service endpoints.',
    example: ['subnet-0123456789abcdef0'],
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
    field(
      v.pipe(
        v.string('a CIDR block from /16 to /25, such as 10.0.0.0/16'),
        v.check(isVpcCidr, 'a CIDR block from /16 to /25, such as 10.0.0.0/16'),
      ),
      {
        doc: 'The CIDR block of the created VPC. Each subnet gets an eighth of its addresses.',
        example: '10.0.0.0/16',
        excludes: ['vpc'],
        source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
      },
    ),
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
    }),
  ),
  permissions_boundary: v.optional(
    field(text('the ARN of a policy', /^arn:/), {
      doc: 'The permissions boundary of all created roles.',
      example: 'arn:aws:iam::123456789012:policy/boundary',
      property: 'PermissionsBoundary',
      of: ['AWS::IAM::Role'],
      source: IAM,
    }),
  ),
  role_path: v.optional(
    field(text('a path that begins and ends with a slash', /^\/([\x21-\x7e]+\/)?$/), {
      doc: 'The path of all created roles and instance profiles.',
      example: '/batch/',
      property: 'Path',
      of: ['AWS::IAM::Role', 'AWS::IAM::InstanceProfile'],
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
