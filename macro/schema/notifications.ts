/** Who is notified of which events of a module's jobs and queues: the key `notifications`. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { either, knownChoice, knownList, object, preferKnown, text } from './types.js';

const ADDRESS = 'an e-mail address, or the ARN of an Amazon SNS topic';

/**
 * An e-mail address or the ARN of a topic. A function that is known only at deployment stands for a topic, because
 * topics are resources, and e-mail addresses are not.
 */
const address = preferKnown(text(ADDRESS, /^(arn:[a-z-]+:sns:[^:\s]+:\d{12}:[A-Za-z0-9_-]+|[^\s@:]+@[^\s@:]+)$/));

const events = v.pipe(
  knownList(knownChoice('failed', 'succeeded', 'queue_blocked'), 1),
  v.check((list) => new Set(list).size === list.length, 'a list of events without duplicates'),
);

/** The events that need attention. */
export const DEFAULT_EVENTS: Event[] = ['failed', 'queue_blocked'];

const detailed = object({
  to: field(address, {
    doc: 'An e-mail address, which must confirm the subscription, or the ARN of an Amazon SNS topic.',
    example: 'oncall@example.com',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html',
  }),
  // Not `on`, which YAML 1.1 reads as a boolean.
  events: v.optional(
    field(events, {
      doc: 'The events: a job that failed or succeeded, and a queue that is blocked by a job that cannot run.',
      example: ['failed', 'succeeded', 'queue_blocked'],
      source: 'https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html',
    }),
    DEFAULT_EVENTS,
  ),
});

export const notifications = either((input) => (isPlainMapping(input) ? detailed : address), address, detailed);

export type Event = v.InferOutput<typeof events>[number];
export type Notifications = v.InferOutput<typeof detailed>;
