/**
 * A compute environment: the keys of an entry of `batch`, which becomes an `AWS::Batch::ComputeEnvironment` with its
 * security group, and holds the queues and job definitions that run on it.
 */

import * as v from 'valibot';
import {
  dictionary,
  field,
  integer,
  knownChoice,
  knownInteger,
  knownList,
  list,
  object,
  resource,
  text,
} from './field.js';
import { type image, jobDefinition } from './job-definition.js';
import { jobQueue } from './job-queue.js';
import { NAME, NAME_EXPECTED } from './names.js';

const COMPUTE_RESOURCES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-computeresources.html';
const INGRESS =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html';

export const instances = object({
  instance_types: field(
    list(text('an instance type, a family, or optimal', /^[a-z][a-z0-9-]*(_[a-z0-9_]+)?(\.[a-z0-9-]+)?$/), 1),
    {
      doc: 'The EC2 instance types or families that run the jobs, all of one CPU architecture.',
      example: ['m5.large'],
      property: 'ComputeResources.InstanceTypes',
      source: COMPUTE_RESOURCES,
    },
  ),
  compute_environment_type: v.optional(
    field(knownChoice('EC2', 'SPOT'), {
      doc: 'On-Demand instances (EC2) or Spot instances, which cost less and may be taken back.',
      example: 'SPOT',
      property: 'ComputeResources.Type',
      source: COMPUTE_RESOURCES,
    }),
    'EC2',
  ),
  min_vcpus: v.optional(
    field(integer(0, 1_000_000), {
      doc: 'The number of vCPUs kept running even where there are no jobs.',
      example: 0,
      property: 'ComputeResources.MinvCpus',
      source: COMPUTE_RESOURCES,
    }),
    0,
  ),
  max_vcpus: field(integer(1, 1_000_000), {
    doc: 'The most vCPUs that may run at once: the one bound on cost.',
    example: 16,
    property: 'ComputeResources.MaxvCpus',
    source: COMPUTE_RESOURCES,
  }),
  ami_id: v.optional(
    field(text('the id of an Amazon Machine Image, ami-…', /^ami-[0-9a-f]+$/), {
      doc: 'The Amazon Machine Image of the instances, instead of the one that AWS Batch chooses.',
      example: 'ami-0123456789abcdef0',
      property: 'ComputeResources.ImageId',
      source: COMPUTE_RESOURCES,
    }),
  ),
});

const port = knownInteger(0, 65_535);

const portList = v.pipe(
  knownList(port),
  v.check((ports) => new Set(ports).size === ports.length, 'ports that each stand once'),
);

/** Ports by protocol. */
const ports = object({
  tcp: v.optional(field(portList, { doc: 'TCP ports.', example: [443], source: INGRESS }), []),
  udp: v.optional(field(portList, { doc: 'UDP ports.', example: [53], source: INGRESS }), []),
});

export const computeEnvironment = resource(
  'AWS::Batch::ComputeEnvironment',
  {
    instances: field(instances, {
      doc: 'The EC2 instances that run the jobs.',
      example: { instance_types: ['m5.large'], max_vcpus: 16 },
    }),
    job_queues: field(dictionary(NAME, NAME_EXPECTED, jobQueue), {
      doc: 'The queues whose jobs run here, by name.',
      example: { mainqueue: {} },
    }),
    job_definitions: v.optional(
      field(dictionary(NAME, NAME_EXPECTED, jobDefinition), {
        doc: 'The job definitions, by name.',
        example: { 'job-1': { image: 'busybox:latest', vcpus: 1, memory: 512 } },
      }),
      {},
    ),
    public: v.optional(
      field(ports, {
        doc: 'Ports of the instances open to the whole internet.',
        example: { tcp: [443] },
        source: INGRESS,
      }),
      {},
    ),
    vpc: v.optional(
      field(ports, {
        doc: 'Ports of the instances open to the VPC’s addresses.',
        example: { tcp: [8080] },
        source: INGRESS,
      }),
      {},
    ),
  },
  {
    example: { ComputeResources: { BidPercentage: 60 } },
    owned: {
      ComputeEnvironmentName: 'Remove it: CloudFormation cannot replace an environment that has a fixed name.',
      Type: 'Remove it: environments are always MANAGED.',
      'ComputeResources.Type': 'Use compute_environment_type.',
    },
  },
);

/** The `batch` mapping. */
export const batch = dictionary(NAME, NAME_EXPECTED, computeEnvironment);

export type ImageInParts = v.InferOutput<typeof image>;
export type JobQueue = v.InferOutput<typeof jobQueue>;
export type JobDefinition = v.InferOutput<typeof jobDefinition>;
export type ComputeEnvironment = v.InferOutput<typeof computeEnvironment>;
