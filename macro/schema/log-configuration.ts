/** Where the output of jobs goes. */

import * as v from 'valibot';
import { field } from './field.js';
import { options, secretOptions } from './secrets.js';
import { choice, object } from './types.js';

export const LOG_CONFIGURATION = 'https://docs.aws.amazon.com/batch/latest/APIReference/API_LogConfiguration.html';

/** Every log driver without a second container, of which Fargate has the first two: `rules/log-driver.ts`. */
export const LOG_DRIVERS = [
  'awslogs',
  'splunk',
  'fluentd',
  'gelf',
  'json-file',
  'journald',
  'logentries',
  'syslog',
] as const;

export const logConfiguration = object({
  log_driver: field(choice(...LOG_DRIVERS), {
    doc: 'The log driver of the container.',
    example: 'awslogs',
    property: 'LogDriver',
    isPartial: true,
    source: LOG_CONFIGURATION,
  }),
  options: v.optional(
    field(options, {
      doc: 'The options of the log driver.',
      example: { 'awslogs-group': '/jobs/nightly' },
      property: 'Options',
      source: LOG_CONFIGURATION,
    }),
  ),
  secret_options: v.optional(
    field(secretOptions, {
      doc: 'Options of the log driver from AWS Secrets Manager or the Parameter Store.',
      example: { 'splunk-token': 'arn:aws:ssm:us-east-1:123456789012:parameter/splunk' },
      source: LOG_CONFIGURATION,
    }),
  ),
});
