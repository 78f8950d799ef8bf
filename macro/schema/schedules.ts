/** Schedules of a job definition: the entries of `schedules`. Each becomes an `AWS::Scheduler::Schedule`. */

import * as v from 'valibot';
import { field } from './field.js';
import { checkForm } from './fix.js';
import { NAME, NAME_EXPECTED } from './names.js';
import { faultIn } from './schedule-expression.js';
import { choice, dictionary, orIntrinsic, preferKnown, resource, text } from './types.js';

const SCHEDULE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html';
const SUBMIT_JOB = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html';
const TYPES = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html';

const expression = orIntrinsic(
  v.pipe(
    v.string('cron(minutes hours day-of-month month day-of-week year), rate(6 hours) or at(2027-01-31T23:00:00)'),
    checkForm(faultIn),
  ),
);

/** The form of names in the IANA time zone database, such as UTC and America/Argentina/Buenos_Aires. */
const TIME_ZONE = /^(?=.{1,50}$)[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

const QUEUE_ARN = new RegExp(`^arn:aws[a-z-]*:batch:[a-z0-9-]+:\\d{12}:job-queue/${NAME.source.slice(1)}`);
/** What `job_queue` can be as text, also in a branch of an `Fn::If`. */
export const QUEUE = new RegExp(`${QUEUE_ARN.source}|${NAME.source}`);
export const QUEUE_EXPECTED =
  'the key of a queue of this module, or an ARN: arn:aws:batch:REGION:ACCOUNT:job-queue/NAME';

/** FIFO queues are not supported: https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html */
export const DEAD_LETTER_ARN = /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/;
export const DEAD_LETTER_EXPECTED = 'the ARN of a standard Amazon SQS queue, not FIFO: arn:aws:sqs:REGION:ACCOUNT:NAME';

export const schedule = resource(
  'AWS::Scheduler::Schedule',
  {
    schedule_expression: field(expression, {
      doc: 'When the job is submitted: a cron expression, a rate, or a single time.',
      example: 'cron(0 2 * * ? *)',
      property: 'ScheduleExpression',
      isExact: true,
      source: TYPES,
    }),
    timezone: v.optional(
      field(text('the name of a time zone, such as Europe/Berlin', TIME_ZONE), {
        doc: 'The time zone of the expression. By default UTC.',
        example: 'Europe/Berlin',
        property: 'ScheduleExpressionTimezone',
        source: TYPES,
      }),
    ),
    job_queue: v.optional(
      field(preferKnown(text(QUEUE_EXPECTED, QUEUE)), {
        doc: 'The queue that the job is submitted to: a key or an ARN. By default, the only queue of the compute environment.',
        example: 'mainqueue',
        source: SUBMIT_JOB,
      }),
    ),
    parameters: v.optional(
      field(dictionary(/^[^\0]+$/, 'the name of a parameter', text()), {
        doc: 'The values that replace Ref::name in the command. They override those of the definition.',
        example: { day: '<aws.scheduler.scheduled-time>' },
        source: SUBMIT_JOB,
      }),
    ),
    share_identifier: v.optional(
      field(text('1 to 255 letters and digits, which * can follow', /^[A-Za-z0-9]{1,255}\*?$/), {
        doc: 'The share that the job counts for. Required if the queue has a fair-share policy.',
        example: 'research',
        source: SUBMIT_JOB,
      }),
    ),
    state: v.optional(
      field(choice('ENABLED', 'DISABLED'), {
        doc: 'Whether jobs are submitted.',
        example: 'DISABLED',
        property: 'State',
        source: SCHEDULE,
      }),
      'ENABLED',
    ),
    dead_letter_arn: v.optional(
      field(preferKnown(text(DEAD_LETTER_EXPECTED, DEAD_LETTER_ARN)), {
        doc: 'The standard Amazon SQS queue that receives an event for each job that could not be submitted.',
        example: 'arn:aws:sqs:us-east-1:123456789012:failed-schedules',
        property: 'Target.DeadLetterConfig.Arn',
        source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html',
      }),
    ),
  },
  {
    example: { EndDate: '2027-12-31T00:00:00Z' },
    owned: {
      Name: 'Remove it: CloudFormation generates a name that is unique.',
      'Target.Arn': 'Remove it: schedules always submit jobs.',
      'Target.Input': 'Use job_queue, parameters and share_identifier.',
      'Target.RoleArn': 'Remove it: the role permits exactly what the schedules submit.',
      'Target.DeadLetterConfig': 'Use dead_letter_arn, so that the role may send messages to the queue.',
    },
  },
);

export const schedules = dictionary(NAME, NAME_EXPECTED, schedule);

export type Schedule = v.InferOutput<typeof schedule>;
