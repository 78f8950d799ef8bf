/**
 * A compute environment: the keys of an entry of `batch`. It becomes an `AWS::Batch::ComputeEnvironment` with a
 * security group, and contains the queues and job definitions that run on it.
 */

import * as v from 'valibot';
import { isMapping } from '../template/template.js';
import { ec2Keys, requiredWith } from './ec2-instances.js';
import {
  boolean,
  choice,
  dictionary,
  either,
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
import { platformOf } from './platform.js';

const COMPUTE_RESOURCES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-computeresources.html';
const INGRESS =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html';

/** As AWS writes it. */
const containerInsights = v.pipe(
  knownChoice('enabled', 'enhanced', 'disabled'),
  v.transform((value) => value.toUpperCase()),
);

const instanceKeys = {
  instance_types: v.optional(
    field(list(text('an instance type, a family, or optimal', /^[a-z][a-z0-9-]*(_[a-z0-9_]+)?(\.[a-z0-9-]+)?$/), 1), {
      doc: 'The EC2 instance types or families that run the jobs. All must have the same CPU architecture.',
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
    field(text('the id of an Amazon Machine Image, ami-…', /^ami-[0-9a-f]+$/), {
      doc: 'The id of the Amazon Machine Image for the instances. By default, AWS Batch chooses one.',
      example: 'ami-0123456789abcdef0',
      property: 'ComputeResources.ImageId',
      platforms: ['EC2'],
      source: COMPUTE_RESOURCES,
    }),
  ),
  container_insights: v.optional(
    field(containerInsights, {
      doc: 'Whether Amazon CloudWatch collects metrics of the containers, at a charge. Removing the key later has the effect of disabled.',
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
      platforms: ['MANAGED_INSTANCES'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/ecs-managed-instances-compute-environments.html',
    }),
  ),
};

export const instances = object({ ...instanceKeys, ...ec2Keys }, (value) => [
  ...(platformOf(value) === 'EC2' ? ['instance_types'] : []),
  ...requiredWith(value),
]);

const port = knownInteger(0, 65_535);

const portList = v.pipe(
  knownList(port),
  v.check((ports) => new Set(ports).size === ports.length, 'a list of ports without duplicates'),
);

/** Ports by protocol. */
const ports = object({
  tcp: v.optional(field(portList, { doc: 'TCP ports.', example: [443], source: INGRESS }), []),
  udp: v.optional(field(portList, { doc: 'UDP ports.', example: [53], source: INGRESS }), []),
});

/** Ports to which connections are allowed. CloudFormation allows all if there is none: so there is at least one. */
const outbound = v.pipe(
  ports,
  v.check(({ tcp, udp }) => tcp.length + udp.length > 0, 'at least one port under tcp or udp'),
);
const all = knownChoice('all');

const UPDATE_POLICY = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html';
const updatePolicy = object({
  terminate_jobs_on_update: v.optional(
    field(boolean, {
      doc: 'Whether jobs are terminated, and run again, when an update replaces their instances.',
      example: true,
      property: 'TerminateJobsOnUpdate',
      source: UPDATE_POLICY,
    }),
  ),
  job_execution_timeout_minutes: v.optional(
    field(integer(1, 7200), {
      doc: 'How long running jobs may continue during such an update, in minutes, by default 110. CloudFormation gives up on updates after about 120 minutes, so a longer time can fail a deployment and its rollback.',
      example: 60,
      property: 'JobExecutionTimeoutMinutes',
      source: UPDATE_POLICY,
    }),
  ),
});

export const computeEnvironment = resource(
  'AWS::Batch::ComputeEnvironment',
  {
    instances: field(instances, {
      doc: 'The EC2 instances that run the jobs.',
      example: { instance_types: ['m5.large'], max_vcpus: 16 },
    }),
    job_queues: v.optional(
      field(dictionary(NAME, NAME_EXPECTED, jobQueue), {
        doc: 'The job queues, by name. Required unless a queue elsewhere names this compute environment.',
        example: { mainqueue: {} },
      }),
    ),
    job_definitions: v.optional(
      field(dictionary(NAME, NAME_EXPECTED, jobDefinition), {
        doc: 'The job definitions, by name.',
        example: { 'job-1': { image: 'busybox:latest', vcpus: 1, memory: 512 } },
      }),
      {},
    ),
    public: v.optional(
      field(ports, {
        doc: 'The ports of the instances that are open to the internet.',
        example: { tcp: [443] },
        source: INGRESS,
      }),
    ),
    vpc: v.optional(
      field(ports, {
        doc: 'The ports of the instances that are open to the VPC’s addresses.',
        example: { tcp: [8080] },
        source: INGRESS,
      }),
    ),
    egress: v.optional(
      field(
        either((input) => (isMapping(input) ? outbound : all), all, outbound),
        {
          doc: 'The ports to which the instances can connect, by default all. Jobs need at least TCP port 443.',
          example: { tcp: [443] },
          source:
            'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
        },
      ),
    ),
    security_group_ids: v.optional(
      field(list(text('the id of a security group, sg-…', /^sg-[0-9a-f]+$/), 1), {
        doc: 'Existing security groups for the instances. No security group is created then.',
        example: ['sg-0123456789abcdef0'],
        property: 'ComputeResources.SecurityGroupIds',
        isDecisive: true,
        excludes: ['public', 'vpc', 'egress'],
        source: COMPUTE_RESOURCES,
      }),
    ),
    update_policy: v.optional(
      field(updatePolicy, {
        doc: 'What happens to running jobs when an update replaces their instances.',
        example: { terminate_jobs_on_update: true },
        property: 'UpdatePolicy',
        platforms: ['EC2'],
        source: UPDATE_POLICY,
      }),
    ),
    state: v.optional(
      field(choice('ENABLED', 'DISABLED'), {
        doc: 'Whether the compute environment starts jobs. If it is disabled, min_vcpus keep running.',
        example: 'DISABLED',
        property: 'State',
        source:
          'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html',
      }),
      'ENABLED',
    ),
  },
  {
    example: { ComputeResources: { Subnets: ['subnet-0123456789abcdef0'] } },
    owned: {
      ComputeEnvironmentName: 'Remove it: CloudFormation cannot replace an environment with a fixed name.',
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
