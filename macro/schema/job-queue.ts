/** A job queue: the keys of an entry of `job_queues`. It becomes an `AWS::Batch::JobQueue`. */

import * as v from 'valibot';
import { choice, field, integer, resource } from './field.js';
import { nameOf } from './names.js';

const SOURCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobqueue.html';

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
    name: v.optional(nameOf('queue')),
  },
  {
    example: { SchedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair' },
    owned: { JobQueueName: 'Use name.' },
  },
);
