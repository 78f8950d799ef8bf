/** The settings of a whole module: the keys of `provose_config`. */

import * as v from 'valibot';
import { isCidr, isVpcCidr } from '../template/cidr.js';
import { either, field, knownChoice, knownInteger, knownList, list, object, orIntrinsic, text } from './field.js';
import { NAME } from './names.js';

const IAM = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html';
const SUBNET = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html';
const BLOCK = 'a block of addresses such as 10.0.0.0/16';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,256}$/u;

const zoneCount = knownInteger(1, 8);
const zoneNames = knownList(text('the name of an Availability Zone', /^[a-z0-9-]+$/), 1, 8);

/** Kept so that a Provose configuration can be pasted as it is. */
const ofProvose = (doc: string, example: unknown) => v.optional(field(v.any(), { doc, example, ignored: true }));

export const broughtVpc = object({
  id: field(text('the id of a VPC, vpc-…', /^vpc-[0-9a-f]+$/), {
    doc: 'The VPC’s id.',
    example: 'vpc-0123456789abcdef0',
  }),
  subnets: field(list(text('the id of a subnet, subnet-…', /^subnet-[0-9a-f]+$/), 1), {
    doc: 'The ids of the subnets that instances start in; they need a way to the internet or to AWS’s endpoints.',
    example: ['subnet-0123456789abcdef0'],
    source: 'https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html',
  }),
  cidr: v.optional(
    field(orIntrinsic(v.pipe(v.string(BLOCK), v.check(isCidr, BLOCK))), {
      doc: 'The VPC’s addresses; needed where a compute environment opens ports to the VPC.',
      example: '10.0.0.0/16',
    }),
  ),
});

export const provoseConfig = object({
  name: v.optional(
    field(text('1 to 256 letters, digits, spaces and _.:/=+-@', TAG_VALUE), {
      doc: 'What is made is tagged Provose=<name>; by default the stack’s name.',
      example: 'myproject',
    }),
  ),
  name_prefix: v.optional(
    field(text('the beginning of a name', new RegExp(`^$|${NAME.source}`)), {
      doc: 'Precedes the name of every queue and job definition.',
      example: 'staging-',
    }),
    '',
  ),
  vpc_cidr: v.optional(
    field(
      v.pipe(
        v.string('a block of addresses from /16 to /25, such as 10.0.0.0/16'),
        v.check(isVpcCidr, 'a block of addresses from /16 to /25, such as 10.0.0.0/16'),
      ),
      {
        doc: 'The addresses of the VPC that is made; each subnet has an eighth of them.',
        example: '10.0.0.0/16',
        source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
      },
    ),
  ),
  availability_zones: v.optional(
    field(
      either((input) => (Array.isArray(input) ? zoneNames : zoneCount), zoneCount, zoneNames),
      {
        doc: 'How many Availability Zones have a subnet, or which: by default 3, in us-west-1 2.',
        example: 3,
        source: SUBNET,
      },
    ),
  ),
  vpc: v.optional(
    field(broughtVpc, {
      doc: 'A VPC of your own, instead of one that is made.',
      example: { id: 'vpc-0123456789abcdef0', subnets: ['subnet-0123456789abcdef0'] },
    }),
  ),
  permissions_boundary: v.optional(
    field(text('the ARN of a policy', /^arn:/), {
      doc: 'The permissions boundary of every role that is made.',
      example: 'arn:aws:iam::123456789012:policy/boundary',
      property: 'PermissionsBoundary',
      of: ['AWS::IAM::Role'],
      source: IAM,
    }),
  ),
  role_path: v.optional(
    field(text('a path that begins and ends with a slash', /^\/([\x21-\x7e]+\/)?$/), {
      doc: 'The path of every role and instance profile that is made.',
      example: '/batch/',
      property: 'Path',
      of: ['AWS::IAM::Role', 'AWS::IAM::InstanceProfile'],
      source: IAM,
    }),
  ),
  outputs: v.optional(
    field(knownChoice('none', 'values', 'exports'), {
      doc: 'Whether the stack has outputs of what is made, and whether they are exported to other stacks.',
      example: 'values',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
    }),
    'none',
  ),
  authentication: ofProvose('Provose’s credentials; here the deployment has its own.', {
    aws: { region: 'us-east-1' },
  }),
  internal_root_domain: ofProvose('Provose’s private DNS domain, which AWS Batch does not use.', 'example.internal'),
  internal_subdomain: ofProvose('Provose’s private DNS domain, which AWS Batch does not use.', 'production'),
});

export type ProvoseConfig = v.InferOutput<typeof provoseConfig>;
