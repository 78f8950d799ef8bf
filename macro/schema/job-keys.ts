/** The keys of a job definition that say how its jobs are run, other than the container’s image and command. */

import * as v from 'valibot';
import { field } from './field.js';
import { linuxKeys, ON_INSTANCES } from './linux.js';
import { LOG_CONFIGURATION, logConfiguration } from './log-configuration.js';
import { mounts } from './mounts.js';
import { policies } from './policies.js';
import { retryStrategy } from './retry.js';
import { secrets } from './secrets.js';
import { dictionary, integer, knownBoolean, object, text } from './types.js';

const DEFINITION =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html';
const CONTAINER = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html';

const roleArn = text('the ARN of a role', /^arn:[^:]+:iam::\d{12}:role\/.+/);

export const jobKeys = {
  gpus: v.optional(
    field(integer(1, 100), {
      doc: 'The number of GPUs reserved for a job.',
      example: 1,
      aliases: ['gpu', 'resource_requirements'],
      platforms: ON_INSTANCES,
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/gpu-jobs.html',
    }),
  ),
  parameters: v.optional(
    field(dictionary(/^[^\0]+$/, 'the name of a parameter', text()), {
      doc: 'The defaults of the parameters that replace Ref::name in the command.',
      example: { codec: 'mp4' },
      property: 'Parameters',
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#parameters',
    }),
  ),
  retry_strategy: v.optional(retryStrategy),
  timeout_seconds: v.optional(
    field(integer(60, 2_147_483_647), {
      doc: 'The time after which a running attempt is terminated, in seconds.',
      example: 3600,
      property: 'Timeout.AttemptDurationSeconds',
      aliases: ['timeout', 'attempt_duration_seconds'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html',
    }),
  ),
  scheduling_priority: v.optional(
    field(integer(0, 9999), {
      doc: 'The priority of jobs with the same share identifier. By default 0 if a queue of the environment has fair_share.',
      example: 10,
      property: 'SchedulingPriority',
      source: DEFINITION,
    }),
  ),
  policies: v.optional(
    field(policies, {
      doc: 'What jobs may do in AWS: managed policies and statements of a role of their own.',
      example: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      aliases: ['policy', 'permissions', 'managed_policy_arns'],
      excludes: ['job_role'],
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
    }),
  ),
  job_role: v.optional(
    field(roleArn, {
      doc: 'The ARN of an existing role for the jobs.',
      example: 'arn:aws:iam::123456789012:role/report',
      property: 'ContainerProperties.JobRoleArn',
      aliases: ['job_role_arn', 'task_role', 'task_role_arn', 'role', 'role_arn'],
      isDecisive: true,
      source: CONTAINER,
    }),
  ),
  execution_role: v.optional(
    field(roleArn, {
      doc: 'The ARN of an existing role for pulling the image, logs and secrets. By default, one is created if it is needed.',
      example: 'arn:aws:iam::123456789012:role/execution',
      property: 'ContainerProperties.ExecutionRoleArn',
      aliases: ['execution_role_arn', 'task_execution_role'],
      isDecisive: true,
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html',
    }),
  ),
  secrets: v.optional(secrets),
  repository_credentials: v.optional(
    field(
      object({
        credentials_parameter: field(
          text('the ARN of a secret', /^arn:[^:*?]+:secretsmanager:[^:*?]+:\d{12}:secret:[^*?:]+((:[^*?:]*){3})?$/),
          {
            doc: 'The ARN of the secret with the user name and password of the registry.',
            example: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf',
            property: 'CredentialsParameter',
            source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_RepositoryCredentials.html',
          },
        ),
      }),
      {
        doc: 'The credentials for the image’s registry, if it is a private one outside Amazon ECR.',
        example: { credentials_parameter: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf' },
        property: 'ContainerProperties.RepositoryCredentials',
        source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html',
      },
    ),
  ),
  log_configuration: v.optional(
    field(logConfiguration, {
      doc: 'Where the output of jobs goes. By default, to the log group /aws/batch/job.',
      example: { log_driver: 'awslogs', options: { 'awslogs-group': '/jobs/nightly' } },
      property: 'ContainerProperties.LogConfiguration',
      aliases: ['logs', 'logging', 'log'],
      source: LOG_CONFIGURATION,
    }),
  ),
  mounts: v.optional(mounts),
  ...linuxKeys,
  enable_execute_command: v.optional(
    field(knownBoolean, {
      doc: 'Whether commands can be run in running jobs with Amazon ECS Exec. Its permissions are added to the job role.',
      example: true,
      property: 'ContainerProperties.EnableExecuteCommand',
      aliases: ['execute_command'],
      excludes: ['read_only_root_filesystem'],
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    }),
  ),
  consumable_resources: v.optional(
    field(
      dictionary(
        /^(arn:[^:]+:batch:[^:]+:\d{12}:consumable-resource\/[^/]+|[A-Za-z0-9][A-Za-z0-9_-]{0,127})$/,
        'the name or ARN of a consumable resource',
        integer(1, 2_147_483_647),
      ),
      {
        doc: 'How much of each consumable resource a job needs, by the resource’s name or ARN.',
        example: { license: 1 },
        aliases: ['consumable_resource_properties'],
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling-how-to-for-jobs.html',
      },
    ),
  ),
  keep_revisions: v.optional(
    field(knownBoolean, {
      doc: 'Whether earlier revisions stay active when the definition changes.',
      example: true,
      property: 'ResourceRetentionPolicy.SkipDeregisterOnUpdate',
      aliases: ['resource_retention_policy', 'skip_deregister_on_update'],
      source: DEFINITION,
    }),
  ),
  tags: v.optional(
    field(
      dictionary(
        /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
        'the name of a tag: 1 to 128 letters, digits, spaces and _.:/=+-@, not starting with aws:',
        text('up to 256 letters, digits, spaces and _.:/=+-@', /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u),
      ),
      {
        doc: 'Tags of the definition, its jobs and their tasks. Changing them makes a new revision.',
        example: { team: 'data' },
        property: 'Tags',
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html',
      },
    ),
  ),
};
