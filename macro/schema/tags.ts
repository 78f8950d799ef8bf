/** Tags of AWS resources, within the rules that EC2, IAM, SNS, EventBridge and CloudWatch Logs have in common. */

import { dictionary, text } from './types.js';

/** The documentation page of the strictest service: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export const TAGS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html';

const CHARACTERS = String.raw`[\p{L}\p{Z}\p{N}_.:/=+@-]`;
/** IAM does not distinguish case in tag keys, so `provose` would meet the tag that every resource has. */
const KEY = new RegExp(`^(?!aws:)(?!provose$)${CHARACTERS}{1,128}$`, 'iu');
const KEY_EXPECTED =
  'a tag key of 1 to 128 letters, digits, spaces and _.:/=+-@ that does not start with aws: and is not Provose, which the key name sets';

/** Tags by key. */
export const tags = dictionary(
  KEY,
  KEY_EXPECTED,
  text('up to 256 letters, digits, spaces and _.:/=+-@', new RegExp(`^${CHARACTERS}{0,256}$`, 'u')),
);
