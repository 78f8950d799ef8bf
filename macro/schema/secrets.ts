/** Secrets of a job: what is read at its start, with the permissions of its execution role. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { field } from './field.js';
import { dictionary, either, object, text } from './types.js';

const SECRETS = 'https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data.html';

/** The parts of an environment variable’s name that AWS Batch leaves to its users. */
export const VARIABLE = /^(?!AWS_BATCH)[^=\0]+$/;
export const VARIABLE_EXPECTED =
  'the name of an environment variable that does not start with AWS_BATCH, a prefix reserved for AWS Batch';

/**
 * An ARN with its account, in which a secret has a key and version appended:
 * https://docs.aws.amazon.com/batch/latest/userguide/specifying-sensitive-data-secrets.html. Or the name of a parameter,
 * in which a hierarchy starts with a slash:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
const SOURCE =
  /^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[^*?\s${}:]+((:[^*?\s${}:]*){3})?|arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:parameter\/[^*?\s${}]+|[\w.-]+|(\/[\w.-]+)+)$/;

const source = text(
  'the ARN of a secret, alone or with :key:stage:version, or of a parameter, without wildcards, or the name of a parameter',
  SOURCE,
);

const keyed = object({
  arn: field(source, {
    doc: 'The ARN of the secret or parameter, or the name of a parameter.',
    example: 'arn:aws:ssm:us-east-1:123456789012:parameter/password',
    aliases: ['value_from'],
    source: SECRETS,
  }),
  kms_key: v.optional(
    field(text('the ARN of a KMS key', /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/), {
      doc: 'The ARN of the customer managed key that encrypts it. The execution role may then decrypt with it.',
      example: 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      aliases: ['kms_key_id', 'kms_key_arn'],
      source: SECRETS,
    }),
  ),
});

export const secret = either((input) => (isPlainMapping(input) ? keyed : source), keyed, source);

export const secrets = field(dictionary(VARIABLE, VARIABLE_EXPECTED, secret), {
  doc: 'Environment variables with secrets, each from AWS Secrets Manager or the Parameter Store, read when a job starts.',
  example: { PASSWORD: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf:password::' },
  overriddenBy: 'ContainerProperties.Secrets',
  source: SECRETS,
});

/** The options of a log driver, by name. */
export const options = dictionary(/^[^\0]+$/, 'the name of an option', text());
export const secretOptions = dictionary(/^[^\0]+$/, 'the name of an option', secret);

export type Secret = v.InferOutput<typeof secret>;
