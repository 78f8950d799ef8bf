/** A job definition: the keys of an entry of `job_definitions`. It becomes an `AWS::Batch::JobDefinition`. */

import * as v from 'valibot';
import { REGION } from '../contract.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import {
  boolean,
  choice,
  dictionary,
  either,
  field,
  integer,
  knownBoolean,
  knownChoice,
  list,
  object,
  resource,
  text,
  vcpus,
} from './field.js';
import { jobKeys, requiredWith } from './job-keys.js';
import { ON_INSTANCES } from './linux.js';
import { nameOf } from './names.js';
import { schedules } from './schedules.js';
import { VARIABLE, VARIABLE_EXPECTED } from './secrets.js';

const CONTAINER =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-containerproperties.html';
const REFERENCE = 'https://github.com/distribution/reference/blob/main/reference.go';

const MULTI_NODE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-nodeproperties.html';
const ECR = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html';

/** An image tag, according to Docker's grammar. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** The image in parts, as in Provose. */
export const image = object({
  name: field(
    text(
      'the name of an image without a tag',
      /^([A-Za-z0-9.-]+(:[0-9]+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
    ),
    {
      doc: 'The image’s name: on Docker Hub, in another registry with its host, or a repository in Amazon ECR.',
      example: 'busybox',
      source: REFERENCE,
    },
  ),
  tag: v.optional(
    field(text('a tag of 1 to 128 letters, digits, underscores, periods and hyphens', TAG), {
      doc: 'The image’s tag.',
      example: '1.36',
      source: REFERENCE,
    }),
    'latest',
  ),
  private_registry: v.optional(
    field(knownBoolean, {
      doc: 'Whether the image is in Amazon ECR, by default in the registry of the stack’s account and Region.',
      example: true,
    }),
    false,
  ),
  registry_id: v.optional(
    field(text('an account id of 12 digits', /^\d{12}$/), {
      doc: 'The account id of the private registry, if it differs from the stack’s account.',
      example: '123456789012',
      source: ECR,
    }),
  ),
  region: v.optional(
    field(text('a Region such as eu-west-1', REGION), {
      doc: 'The Region of the private registry, if it differs from the stack’s. It must be in the same partition.',
      example: 'eu-west-1',
      source: ECR,
    }),
  ),
  pin: v.optional(
    field(knownChoice('tag', 'digest'), {
      doc: 'Whether jobs run the image that the tag refers to when they start (tag) or at deployment (digest).',
      example: 'digest',
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html',
    }),
    'tag',
  ),
  check: v.optional(
    field(knownBoolean, {
      doc: 'Whether the deployment fails if the private image does not exist.',
      example: false,
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html',
    }),
    true,
  ),
  refresh: v.optional(
    field(text(), {
      doc: 'Any text. Changing it makes the next deployment look the image up again.',
      example: '2026-11-23',
    }),
  ),
});

const imageUri = text('the URI of an image or a mapping with its name', /^[^\s:@]\S*$/);

const nodeCount = integer(1, 10_000);

/** The nodes of a job, with the main node, whose end is the end of the job. */
const nodes = object({
  count: field(nodeCount, {
    doc: 'The number of nodes.',
    example: 4,
    property: 'NodeProperties.NumNodes',
    source: MULTI_NODE,
  }),
  main: v.optional(
    field(integer(0, 9_999), {
      doc: 'The number of the main node, whose end is the end of the job.',
      example: 0,
      property: 'NodeProperties.MainNode',
      source: MULTI_NODE,
    }),
    0,
  ),
});

export const jobDefinition = resource(
  'AWS::Batch::JobDefinition',
  {
    name: v.optional(nameOf('job definition')),
    image: field(
      either((input) => (isMapping(input) && !isIntrinsic(input) ? image : imageUri), image, imageUri),
      { doc: 'The Docker image that the job runs.', example: 'busybox:latest', source: CONTAINER },
    ),
    vcpus: field(vcpus(10_000), {
      doc: 'The number of vCPUs reserved for a job. On Fargate also 0.25 or 0.5.',
      example: 1,
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourcerequirement.html',
    }),
    memory: field(integer(4, 100_000_000), {
      doc: 'The memory reserved for a job, in MiB. A job that exceeds it is terminated.',
      example: 512,
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-resourcerequirement.html',
    }),
    command: v.optional(
      field(list(text()), {
        doc: 'The command and its arguments; overrides the image’s CMD. Ref::name is replaced at job submission.',
        example: ['echo', 'hello'],
        property: 'ContainerProperties.Command',
        source: CONTAINER,
      }),
    ),
    environment: v.optional(
      field(dictionary(VARIABLE, VARIABLE_EXPECTED, text()), {
        doc: 'Environment variables. They are not encrypted.',
        example: { SOME_KEY: 'some_var' },
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html',
      }),
    ),
    user: v.optional(
      field(text(), {
        doc: 'The user name or user id that the container runs as.',
        example: 'nobody',
        property: 'ContainerProperties.User',
        source: CONTAINER,
      }),
    ),
    privileged: v.optional(
      field(boolean, {
        doc: 'Whether the container has root privileges on its instance.',
        example: true,
        property: 'ContainerProperties.Privileged',
        platforms: ON_INSTANCES,
        source: CONTAINER,
      }),
    ),
    ...jobKeys,
    assign_public_ip: v.optional(
      field(choice('ENABLED', 'DISABLED'), {
        doc: 'Whether a job has a public IP address. By default ENABLED in the public subnets that the module creates.',
        example: 'DISABLED',
        property: 'ContainerProperties.NetworkConfiguration.AssignPublicIp',
        platforms: ['FARGATE'],
        source:
          'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-networkconfiguration.html',
      }),
    ),
    ephemeral_storage_gib: v.optional(
      field(integer(21, 200), {
        doc: 'The size of the disk of a job, in GiB. By default 20.',
        example: 100,
        property: 'ContainerProperties.EphemeralStorage.SizeInGiB',
        platforms: ['FARGATE'],
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_EphemeralStorage.html',
      }),
    ),
    platform_version: v.optional(
      field(text('LATEST or a version such as 1.4.0', /^(LATEST|\d+\.\d+\.\d+)$/), {
        doc: 'The version of the Fargate platform. By default the latest, or 1.4.0 with an Amazon EFS file system.',
        example: '1.4.0',
        property: 'ContainerProperties.FargatePlatformConfiguration.PlatformVersion',
        platforms: ['FARGATE'],
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html',
      }),
    ),
    cpu_architecture: v.optional(
      field(choice('X86_64', 'ARM64'), {
        doc: 'The CPU architecture that the job runs on. By default X86_64.',
        example: 'ARM64',
        property: 'ContainerProperties.RuntimePlatform.CpuArchitecture',
        platforms: ['FARGATE', 'MANAGED_INSTANCES'],
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_RuntimePlatform.html',
      }),
    ),
    nodes: v.optional(
      field(
        either((input) => (isMapping(input) && !isIntrinsic(input) ? nodes : nodeCount), nodes, nodeCount),
        {
          doc: 'The number of nodes that run the job together. Only on EC2 On-Demand Instances.',
          example: 4,
          source: MULTI_NODE,
        },
      ),
    ),
    schedules: v.optional(
      field(schedules, {
        doc: 'The times at which jobs are submitted, by name.',
        example: { nightly: { schedule_expression: 'cron(0 2 * * ? *)' } },
      }),
    ),
  },
  {
    example: { PropagateTags: false },
    requires: requiredWith,
    owned: {
      JobDefinitionName: 'Use name.',
      Type: 'Remove it: job definitions are of type container, or multinode if they have nodes.',
      'NodeProperties.NumNodes': 'Use nodes.',
      'NodeProperties.MainNode': 'Use nodes: { count: …, main: … }.',
    },
  },
);
