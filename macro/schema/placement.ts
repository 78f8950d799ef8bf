/** The keys of a job definition that say where, on how many nodes and when its jobs run. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { schedules } from './schedules.js';
import { choice, either, integer, object, text } from './types.js';

const MULTI_NODE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-jobdefinition-nodeproperties.html';

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

export const placementKeys = {
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
      unit: 'GiB',
      doc: 'The size of the disk of a job, in GiB. By default 20.',
      aliases: ['ephemeral_storage', 'ephemeral_storage_size'],
      example: 100,
      property: 'ContainerProperties.EphemeralStorage.SizeInGiB',
      platforms: ['FARGATE'],
      isTolerated: true,
      source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_EphemeralStorage.html',
    }),
  ),
  platform_version: v.optional(
    field(text('LATEST or a version such as 1.4.0', /^(LATEST|\d+\.\d+\.\d+)$/), {
      doc: 'The version of the Fargate platform. By default the latest, or 1.4.0 with an Amazon EFS file system.',
      aliases: ['fargate_platform_version'],
      example: '1.4.0',
      property: 'ContainerProperties.FargatePlatformConfiguration.PlatformVersion',
      platforms: ['FARGATE'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html',
    }),
  ),
  cpu_architecture: v.optional(
    field(choice('X86_64', 'ARM64'), {
      doc: 'The CPU architecture that the job runs on. By default X86_64.',
      aliases: ['fargate_cpu_architecture'],
      example: 'ARM64',
      property: 'ContainerProperties.RuntimePlatform.CpuArchitecture',
      platforms: ['FARGATE', 'MANAGED_INSTANCES'],
      isTolerated: true,
      source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_RuntimePlatform.html',
    }),
  ),
  nodes: v.optional(
    field(
      either((input) => (isPlainMapping(input) ? nodes : nodeCount), nodes, nodeCount),
      {
        doc: 'The number of nodes that run the job together. Only on EC2 On-Demand Instances.',
        example: 4,
        isDecisive: true,
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
};
