/** The log group of a module: the keys of `logs`. */

import * as v from 'valibot';
import { field } from './field.js';
import { knownInteger, object, orIntrinsic, text } from './types.js';

const LOG_GROUP =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html';

/** The only values that AWS accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const LONGEST = Math.max(...RETENTION_DAYS);

export const logs = object({
  retention_days: v.optional(
    field(
      orIntrinsic(
        v.pipe(
          knownInteger(1, LONGEST),
          v.check(
            (days) => days < 1 || days > LONGEST || RETENTION_DAYS.includes(days),
            `one of ${RETENTION_DAYS.join(', ')}`,
          ),
        ),
      ),
      {
        doc: 'The number of days after which CloudWatch Logs deletes a log event.',
        example: 90,
        property: 'RetentionInDays',
        of: ['AWS::Logs::LogGroup'],
        source: LOG_GROUP,
      },
    ),
    30,
  ),
  kms_key: v.optional(
    field(text('the ARN of a KMS key, not an alias', /^arn:[a-z-]+:kms:[^:]+:\d{12}:key\/[A-Za-z0-9-]+$/), {
      doc: 'The ARN of a KMS key that encrypts the logs. Its key policy must allow CloudWatch Logs to use it.',
      example: 'arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012',
      property: 'KmsKeyId',
      of: ['AWS::Logs::LogGroup'],
      source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    }),
  ),
});
