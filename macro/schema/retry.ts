/** How often a failed job is tried again. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { choice, either, integer, knownList, object, text } from './types.js';

const RULE = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_EvaluateOnExit.html';
const RETRIES = 'https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html';

const pattern = text(
  'up to 512 letters, digits, periods, colons and spaces, with an asterisk only at the end',
  /^[A-Za-z0-9.:\s]{0,511}[A-Za-z0-9.:\s*]$/,
);

const rule = object({
  on_status_reason: v.optional(
    field(pattern, {
      doc: 'The status reason of the job, or its start followed by an asterisk.',
      example: 'Host EC2*',
      property: 'OnStatusReason',
      isExact: true,
      source: RULE,
    }),
  ),
  on_reason: v.optional(
    field(pattern, {
      doc: 'The reason of the job, or its start followed by an asterisk.',
      example: 'CannotPullContainerError:*',
      property: 'OnReason',
      isExact: true,
      source: RULE,
    }),
  ),
  on_exit_code: v.optional(
    field(text('an exit code, or its first digits and an asterisk', /^[0-9]{0,511}[0-9*]$/), {
      doc: 'The exit code of the job, or its first digits followed by an asterisk.',
      example: 137,
      property: 'OnExitCode',
      isExact: true,
      source: RULE,
    }),
  ),
  action: field(choice('RETRY', 'EXIT', 'retry', 'exit'), {
    doc: 'Whether the job is tried again if all of the rule’s patterns match.',
    example: 'RETRY',
    property: 'Action',
    source: RULE,
  }),
});

const attempts = integer(1, 10);

const strategy = object({
  attempts: field(attempts, {
    doc: 'How often a job is tried in all.',
    example: 3,
    property: 'Attempts',
    source: RETRIES,
  }),
  evaluate_on_exit: v.optional(
    field(knownList(rule, 1, 5), {
      doc: 'Rules, of which the first that matches decides. If none matches, the job is tried again.',
      example: [{ on_exit_code: 137, action: 'EXIT' }],
      property: 'EvaluateOnExit',
      source: RETRIES,
    }),
  ),
});

export const retryStrategy = field(
  either((input) => (isPlainMapping(input) ? strategy : attempts), strategy, attempts),
  {
    doc: 'How often a job is tried in all, or also by which rules. By default, jobs that can run on Spot are tried 3 times if their instance is lost, and others once.',
    example: 3,
    property: 'RetryStrategy',
    aliases: ['retry', 'retries', 'attempts', 'retry_attempts'],
    source: RETRIES,
  },
);
