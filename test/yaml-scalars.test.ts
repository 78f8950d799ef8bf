/**
 * Checks that unquoted scalars are read as in CloudFormation's SnakeYAML, which generated the table in test/data; see
 * scripts/snakeyaml-scalars.java. CloudFormation accepts only text as keys.
 */

import fc from 'fast-check';
import { readSource } from '../cli/source.js';
import table from './data/snakeyaml-scalars.json' with { type: 'json' };
import { itWithPyYaml, readByPyYaml } from './support/python.js';

type Row = readonly [text: string, type: string, value: unknown];

const read = (text: string) => {
  const { data, faults } = readSource('t.yaml', text);
  return { data, errors: faults.filter(({ severity }) => severity === 'error') };
};

/** The value of a table row in CloudFormation, which reads dates as text. */
function expected([text, type, value]: Row): unknown {
  if (type === 'text' || type === 'date') return text;
  return type === 'float' ? Number(value) : value;
}

it('covers many scalars', () => expect(table.length).toBeGreaterThan(1900));

it('reads every scalar of the table as SnakeYAML does', () => {
  for (const row of table as unknown as Row[]) {
    const { data, errors } = read(`a: ${row[0]}`);
    if (row[1] === 'error') expect([row[0], data, errors.length]).toEqual([row[0], undefined, 1]);
    else expect([row[0], data]).toEqual([row[0], { a: expected(row) }]);
  }
});

it('accepts as keys exactly the scalars that are text in the table', () => {
  for (const row of table as unknown as Row[]) {
    const [text, type] = row;
    if (text === '<<') continue;
    const { data, errors } = read(`${text}: x`);
    if (type === 'text' || type === 'date') expect(data).toEqual({ [text]: 'x' });
    else expect([text, data, errors.length]).toEqual([text, undefined, 1]);
  }
});

it('distinguishes keys that look alike', () => {
  expect(read('e1: 1\ne2: 2\n.: 3\n-.: 4\n.e1: 5\n').data).toEqual({ e1: 1, e2: 2, '.': 3, '-.': 4, '.e1': 5 });
});

/** Scalars that PyYAML reads differently: exponents, a sign before a dot, only underscores as digits, dates. */
const PYYAML_DIFFERS = /^[-+]?(?:[0-9_]*\.?[0-9_]*[eE]|\.|0[bx]?_+$|0[bx]_*$)|^(?:=|<<)$|^\d{4}-\d\d?-\d\d?/;

itWithPyYaml('reads short scalars as PyYAML does', () => {
  const piece = fc.constantFrom(
    ...'0 1 7 8 9 . - + e E _ : x o b n y ~ < = , inf .nan true Yes on off null 0x 0b 60 :30'.split(' '),
  );
  const texts = fc
    .sample(fc.array(piece, { minLength: 1, maxLength: 6 }), { numRuns: 20_000 })
    .map((pieces) => pieces.join(''));
  const comparable = [...new Set(texts)].filter((text) => !PYYAML_DIFFERS.test(text));
  const theirs = readByPyYaml(comparable.map((text) => `a: ${text}`));
  let compared = 0;
  for (const [index, text] of comparable.entries()) {
    const { value, error } = theirs[index] ?? {};
    // Not a single scalar, or a number that JSON cannot represent.
    if (error !== undefined || typeof (value as { a: unknown }).a === 'object') continue;
    expect([text, read(`a: ${text}`).data]).toEqual([text, value]);
    compared++;
  }
  expect(compared).toBeGreaterThan(5000);
});
