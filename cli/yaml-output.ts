/**
 * Writes templates as YAML that all parsers read as the same data: any version of SnakeYAML, PyYAML, and YAML 1.2
 * parsers. Text that any of them would read as a number, a boolean, a date or a merge key is quoted.
 */

import { Document, type ScalarTag, type Tags } from 'yaml';
import { scalarTags } from './yaml-scalars.js';

/** Characters that some parser rejects, folds or reads as a line break unless they are escaped. */
const UNSAFE = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text that no other tag quotes: `=` and `<<`, numbers of SnakeYAML up to 1.29, and octal numbers of YAML 1.2. */
const AMBIGUOUS = /^(?:=|<<|[-+]?(?:\.[0-9]+|[0-9_]+(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+)$/;

const ambiguous: ScalarTag = { tag: '!ambiguous', default: true, test: AMBIGUOUS, resolve: (text) => text };

const escapedText: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string' && value.search(UNSAFE) >= 0,
  resolve: (text) => text,
  stringify: ({ value }) => JSON.stringify(value).replace(UNSAFE, escapeCharacter),
};

const escapeCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const EXPONENT = /^-?\d(?:\.\d+)?e[-+]\d+$/;

/** PyYAML reads `1e+21` as text, because it requires a dot: `1.0e+21`. */
const exponent: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number' && EXPONENT.test(String(value)),
  // The library prefers tags with a test.
  test: EXPONENT,
  resolve: Number,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, '$1.0e'),
};

/** Excludes the merge tag, which would leave the text `<<` unquoted. */
const isNoMerge = (tag: Tags[number]) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge';

/** The template as YAML, with a trailing line break. Values that JSON lacks, such as NaN, are converted as in JSON. */
export function toYaml(template: object): string {
  const document = new Document(JSON.parse(JSON.stringify(template)), {
    version: '1.1',
    merge: false,
    aliasDuplicateObjects: false,
    customTags: (yaml11) => [escapedText, exponent, ...yaml11.filter(isNoMerge), ...scalarTags, ambiguous],
  });
  return document.toString({ lineWidth: 0 });
}
