/** A job queue: the keys of an entry of `job_queues`. It becomes an `AWS::Batch::JobQueue`. */

import * as v from 'valibot';
import { choice, field, integer, knownList, resource, text } from './field.js';
import { NAME, nameOf } from './names.js';

const SOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html';

/** A key of the module, or an ARN, which is also what an intrinsic function stands for. */
const environment = text(
  'the key of a compute environment of this module, or an ARN',
  new RegExp(`^arn:|${NAME.source}`),
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
        example: ['spot', 'on-demand'],
        source: 'https://docs.aws.amazon.com/batch/latest/userguide/job_queue_parameters.html',
      }),
    ),
    name: v.optional(nameOf('queue')),
  },
  {
    example: { SchedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair' },
    owned: { JobQueueName: 'Use name.' },
  },
);
