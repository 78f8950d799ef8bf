/** A job queue: the keys of an entry of `job_queues`. It becomes an `AWS::Batch::JobQueue`. */

import * as v from 'valibot';
import { isMapping } from '../template/template.js';
import { field } from './field.js';
import { checkForm, type Fault } from './fix.js';
import { NAME, nameOf } from './names.js';
import {
  choice,
  decimal,
  dictionary,
  either,
  integer,
  knownChoice,
  knownList,
  object,
  resource,
  text,
} from './types.js';

const SOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html';

/**
 * A key of the module, or an ARN, which is also what an intrinsic function stands for:
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeEnvironmentOrder.html
 */
const environment = text(
  'the key of a compute environment of this module, or the ARN of one',
  new RegExp(`^arn:[^:]+:batch:[^:]+:\\d{12}:compute-environment/.|${NAME.source}`),
);

const POLICY = ['AWS::Batch::SchedulingPolicy'];
const FAIR_SHARE = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html';
const SHARES = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html';

const SHARE = /^[A-Za-z0-9]{1,255}\*?$/;

/** An identifier that a prefix, such as `team*`, covers. */
function overlapIn(names: readonly string[]): Fault | undefined {
  const identifiers = names.filter((name) => SHARE.test(name));
  for (const prefix of identifiers.filter((name) => name.endsWith('*'))) {
    const key = identifiers.find((other) => other !== prefix && other.startsWith(prefix.slice(0, -1)));
    if (key)
      return { message: `an identifier that ${prefix} does not cover`, key, fix: `Remove either ${key} or ${prefix}.` };
  }
  return undefined;
}

const shares = v.pipe(
  dictionary(
    SHARE,
    'a share identifier of 1 to 255 letters and digits, or a prefix of identifiers that ends with *',
    decimal(0.0001, 999.9999),
  ),
  checkForm((weights) => overlapIn(Object.keys(weights))),
);

const fairShare = object({
  share_decay_seconds: v.optional(
    field(integer(0, 604_800), {
      doc: 'How long past usage counts, in seconds. 0 stands for 600.',
      example: 3600,
      property: 'FairsharePolicy.ShareDecaySeconds',
      of: POLICY,
      source: FAIR_SHARE,
    }),
    0,
  ),
  compute_reservation: v.optional(
    field(integer(0, 99), {
      doc: 'The percentage of max_vcpus that is reserved for share identifiers without jobs. It shrinks with each active identifier.',
      example: 10,
      property: 'FairsharePolicy.ComputeReservation',
      of: POLICY,
      source: FAIR_SHARE,
    }),
  ),
  shares: v.optional(
    field(shares, {
      doc: 'Weights by share identifier, 1 for all others. An identifier with a lower weight gets more: 0.5 gets twice as much as 1.',
      example: { research: 0.5, 'test*': 2 },
      aliases: ['share_distribution', 'weight_factor'],
      source: SHARES,
    }),
  ),
});

const TIME_LIMITS = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html';
/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html */
export const REASONS = [
  'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
];

/** How long a job may be at the head of the queue. */
export const limitSeconds = integer(600, 86_400);

const none = knownChoice('none');
const timeLimits = dictionary(
  new RegExp(`^(${REASONS.join('|')})$`),
  `${REASONS.slice(0, -1).join(', ')} or ${REASONS.at(-1)}`,
  limitSeconds,
  {
    words: REASONS,
  },
);

export const jobQueue = resource(
  'AWS::Batch::JobQueue',
  {
    state: v.optional(
      field(choice('ENABLED', 'DISABLED'), {
        doc: 'Whether the queue accepts jobs.',
        example: 'DISABLED',
        property: 'State',
        source: SOURCE,
      }),
      'ENABLED',
    ),
    priority: v.optional(
      field(integer(0, 1000), {
        doc: 'The queue’s priority. Queues with higher values are scheduled first on a shared compute environment.',
        example: 10,
        property: 'Priority',
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html',
      }),
      1,
    ),
    compute_environments: v.optional(
      field(knownList(environment, 1, 3), {
        doc: 'The compute environments that run its jobs, in the order in which they are tried: keys or ARNs. By default, the one that the queue is in.',
        aliases: ['compute_environment_order'],
        example: ['spot', 'on-demand'],
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html',
      }),
    ),
    fair_share: v.optional(
      field(fairShare, {
        doc: 'Shares the queue fairly among the share identifiers of jobs, which each job must then have. It cannot be added to a queue or removed from it later: rename the queue for that.',
        aliases: ['scheduling_policy', 'scheduling_policy_arn', 'fairshare_policy'],
        example: { shares: { research: 0.5 } },
        source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html',
      }),
    ),
    job_state_time_limits: v.optional(
      field(
        either((input) => (isMapping(input) ? timeLimits : none), none, timeLimits),
        {
          doc: 'When to cancel the job at the head of the queue if it cannot start: seconds by reason, or none.',
          aliases: ['job_state_time_limit_action', 'job_state_time_limit_actions'],
          example: { 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY': 7200 },
          source: TIME_LIMITS,
        },
      ),
      // No instance can ever run such a job, and it blocks all others.
      { 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT': 1800 },
    ),
    name: v.optional(nameOf('queue')),
  },
  {
    example: { Tags: { team: 'data' } },
    owned: { JobQueueName: 'Use name.' },
  },
);
