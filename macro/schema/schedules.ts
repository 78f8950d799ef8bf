/** Schedules of a job definition: the entries of `schedules`. Each becomes an `AWS::Scheduler::Schedule`. */

import * as v from 'valibot';
import { choice, dictionary, field, resource, text } from './field.js';
import { NAME, NAME_EXPECTED } from './names.js';

const SCHEDULE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html';
const SUBMIT_JOB = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html';
const TYPES = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html';

const AT = String.raw`at\(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\)`;
const RATE = String.raw`rate\([1-9]\d* (minute|hour|day)s?\)`;
/** One of the days must be `?`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
const DAYS = String.raw`(\? +[\dA-Za-z,*/-]+ +[\dA-Za-z,*/#?-]+|[\dA-Za-z,*/-]+ +[\dA-Za-z,*/-]+ +\?)`;
const CRON = String.raw`cron\([\d,*/-]+ +[\d,*/-]+ +${DAYS} +[\d,*/-]+\)`;

const expression = text(
  'cron(minutes hours day-of-month month day-of-week year) with ? as one of the days, rate(6 hours), or at(2027-01-31T23:00:00)',
  new RegExp(`^(${AT}|${RATE}|${CRON})$`),
);

const schedule = resource(
  'AWS::Scheduler::Schedule',
  {
    schedule_expression: field(expression, {
      doc: 'When the job is submitted: a cron expression, a rate, or a single time.',
      example: 'cron(0 2 * * ? *)',
      property: 'ScheduleExpression',
      source: TYPES,
    }),
    timezone: v.optional(
      field(text('the name of a time zone, such as Europe/Berlin', /^[A-Za-z0-9_+/-]{1,50}$/), {
        doc: 'The time zone of the expression. By default UTC.',
        example: 'Europe/Berlin',
        property: 'ScheduleExpressionTimezone',
        source: TYPES,
      }),
    ),
    job_queue: v.optional(
      field(text('the key of a queue of this module, or an ARN', new RegExp(`^arn:|${NAME.source}`)), {
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
      field(text('the ARN of an Amazon SQS queue', /^arn:[^:]+:sqs:/), {
        doc: 'The Amazon SQS queue that receives an event for each job that could not be submitted.',
        example: 'arn:aws:sqs:us-east-1:123456789012:failed-schedules',
        property: 'Target.DeadLetterConfig.Arn',
        source: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html',
      }),
    ),
  },
  {
    example: { EndDate: '2027-12-31T00:00:00Z' },
    owned: {
      'Target.Arn': 'Remove it: schedules always submit jobs.',
      'Target.Input': 'Use job_queue, parameters and share_identifier.',
      'Target.RoleArn': 'Remove it: the role permits exactly what the schedules submit.',
    },
  },
);

export const schedules = dictionary(NAME, NAME_EXPECTED, schedule);

export type Schedule = v.InferOutput<typeof schedule>;
