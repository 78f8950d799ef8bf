/** The grammar of names, both as keys of mappings and as values. */

import { field } from './field.js';
import { text } from './types.js';

/** The key of an entry, by AWS Batch's rules for names, which must start with a letter or digit. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
export const NAME_EXPECTED =
  'a name of 1 to 128 letters, digits, hyphens and underscores that starts with a letter or digit';

/** A field for a name that replaces the default of prefix and key. */
export const nameOf = (what: string) =>
  field(text(NAME_EXPECTED, NAME), {
    doc: `The ${what}’s name in AWS Batch, unique in the account and Region. By default, name_prefix and the key.`,
    example: 'nightly',
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html',
  });
