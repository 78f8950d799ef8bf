/**
 * A compute environment: the keys of an entry of `batch`. It becomes an `AWS::Batch::ComputeEnvironment` with a
 * security group, and contains the queues and job definitions that run on it.
 */

import * as v from 'valibot';
import { isMapping } from '../template/template.js';
import { field } from './field.js';
import { ec2Id } from './ids.js';
import { instances } from './instances.js';
import { jobDefinition } from './job-definition.js';
import { jobQueue } from './job-queue.js';
import { NAME, NAME_EXPECTED } from './names.js';
import { INGRESS, outbound, ports } from './ports.js';
import { boolean, choice, dictionary, either, integer, knownChoice, list, object, resource } from './types.js';

const COMPUTE_RESOURCES =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-computeresources.html';

const all = knownChoice('all');

const UPDATE_POLICY = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html';
const updatePolicy = object({
  terminate_jobs_on_update: v.optional(
    field(boolean, {
      doc: 'Whether jobs are terminated, and run again, when an update replaces their instances.',
      aliases: ['terminate_on_update'],
      example: true,
      property: 'TerminateJobsOnUpdate',
      source: UPDATE_POLICY,
    }),
  ),
  job_execution_timeout_minutes: v.optional(
    field(integer(1, 7200), {
      doc: 'How long running jobs may continue during such an update, in minutes, by default 110. CloudFormation gives up on updates after about 120 minutes, so a longer time can fail a deployment and its rollback.',
      aliases: ['update_timeout'],
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
        aliases: ['queue', 'queues'],
      }),
    ),
    job_definitions: v.optional(
      field(dictionary(NAME, NAME_EXPECTED, jobDefinition), {
        doc: 'The job definitions, by name.',
        example: { 'job-1': { image: 'busybox:latest', vcpus: 1, memory: 512 } },
        aliases: ['job', 'jobs', 'definitions'],
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
      field(list(ec2Id('sg', 'a security group'), 1), {
        doc: 'Existing security groups for the instances. No security group is created then.',
        aliases: ['security_groups'],
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
      UnmanagedvCpus: 'Remove it: environments are always MANAGED.',
    },
  },
);

/** The `batch` mapping. */
export const batch = dictionary(NAME, NAME_EXPECTED, computeEnvironment);

export type JobQueue = v.InferOutput<typeof jobQueue>;
export type JobDefinition = v.InferOutput<typeof jobDefinition>;
export type ComputeEnvironment = v.InferOutput<typeof computeEnvironment>;
