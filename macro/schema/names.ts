/** Names: what may be called what, wherever a name is a key of a mapping or a value. */

import { field, text } from './field.js';

/** The key of an entry; AWS Batch's own rule for names, and never a hyphen or underscore first. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
export const NAME_EXPECTED =
  'a name of 1 to 128 letters, digits, hyphens and underscores that starts with a letter or digit';

/** The field of a name that stands instead of prefix and key. */
export const nameOf = (what: string) =>
  field(text(NAME_EXPECTED, NAME), {
    doc: `The ${what}’s name in AWS Batch, global in the Region, instead of name_prefix and the key.`,
    example: 'nightly',
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html',
  });
