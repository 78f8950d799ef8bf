/** Renders what a word means, as text for a terminal. */

import { inFlowStyle } from '../../macro/read/at.js';
import { type DescribedCode, withoutExample } from '../../reference/codes.js';
import type { DescribedMap } from '../../reference/exports.js';
import type { Keyless } from '../../reference/keyless.js';
import { type DescribedKey, describedKeys } from '../../reference/keys.js';
import type { Meaning } from '../../reference/lookup.js';
import { exampleOf, reportOn } from '../examples.js';

/** Up to this many keys of a name are described in full, and more in a list. */
const MOST_IN_FULL = 2;

const indent = (text: string) => text.trimEnd().replace(/^(?=.)/gm, '    ');

/** One text for all meanings of a word. */
export function renderMeaning(
  word: string,
  { code, keys, isOtherName, overrides, keyless, maps, attribute }: Meaning,
): string {
  const texts = [
    ...(code ? [renderCode(code)] : []),
    ...(isOtherName && keys.length > 0 ? [`${word} is not a key. The language has:`] : []),
    ...(keys.length > MOST_IN_FULL ? [renderList(word, keys, isOtherName)] : keys.map(renderKey)),
    ...overrides.map(({ type, text }) => withoutKey(`${word} of ${type}`, text)),
    ...keyless.map(renderKeyless),
    ...(attribute === undefined ? maps.map(renderMap) : [renderAttribute(attribute, maps)]),
  ];
  return `${texts.join('\n\n')}\n`;
}

const withoutKey = (property: string, overrides: string) => `${property} has no key. Write:\n\n${indent(overrides)}`;

const renderKeyless = ({ type, property, overrides, instead, caution }: Keyless) =>
  overrides === undefined
    ? `${property} of ${type} cannot be set. ${instead}`
    : `${withoutKey(`${property} of ${type}`, overrides)}${caution ? `\n\n${caution}` : ''}`;

function renderCode({ code, severity, description }: DescribedCode): string {
  const example = exampleOf(code);
  const shown = example
    ? [indent(example.broken), reportOn(example.broken).trimEnd(), 'Fixed:', indent(example.fixed)]
    : [`No example: ${withoutExample[code]}`];
  return [`${code} (${severity})`, description, ...shown].join('\n\n');
}

function renderKey(key: DescribedKey): string {
  const { path, name, doc, example, isGroup, aliases, properties } = key;
  const inside = describedKeys().filter((each) => isDirectlyIn(each, key));
  const rows: readonly (readonly [string, string])[] = [
    ['expects', expectation(key)],
    ['default', defaultOf(key)],
    ['example', `${name}: ${inFlowStyle(example)}`],
    ['keys', inside.map((each) => each.name).join(', ')],
    ['only if', key.onlyWith ? `compute_environment_type is ${key.onlyWith.join(' or ')}` : ''],
    ['not with', key.excludes.join(', ')],
    ['becomes', key.entries ? `${key.entries}, for each entry` : isGroup ? '' : properties.join(', ')],
    ['also called', aliases.join(', ')],
    ['source', key.source ?? ''],
  ];
  const written = rows.filter(([, text]) => text !== '');
  return [path, '', doc, '', inColumns(written)].join('\n');
}

/** Whether a key is in the mapping of another one, or in that of each of its entries. */
const isDirectlyIn = ({ path, name }: DescribedKey, group: DescribedKey) =>
  [`${group.path}.${name}`, `${group.path}.*.${name}`, `${group.path}[].${name}`].includes(path);

const expectation = ({ expected, takesFunctions, isGroup }: DescribedKey) =>
  takesFunctions || isGroup ? expected : `${expected}; must be known before deployment`;

function defaultOf({ isRequired, defaultValue }: DescribedKey): string {
  if (isRequired) return 'none: it is required';
  return defaultValue === undefined ? '' : inFlowStyle(defaultValue);
}

function renderList(word: string, keys: readonly DescribedKey[], isOtherName: boolean): string {
  const list = inColumns(keys.map(({ path, doc }) => [path, doc]));
  return isOtherName ? list : `${word} stands in several places. Name one with its path:\n\n${list}`;
}

const NATIVE = 'A native attribute costs nothing. A custom resource reads the others from AWS at deployment.';

function renderMap({ path, doc, reference, madeBy, attributes }: DescribedMap): string {
  const lines = [`${path} (export)`, '', doc, ...(madeBy ? [`If there is none: ${madeBy}`] : [])];
  if (reference === undefined) return lines.join('\n');
  const rows = attributes.map(({ name, source }) => [name, source] as const);
  return [...lines, '', indent(`!GetAtt ${reference}`), '', NATIVE, '', inColumns(rows)].join('\n');
}

function renderAttribute(attribute: string, maps: readonly DescribedMap[]): string {
  const rows = maps.map(({ reference = '', attributes }) => {
    const { source = '' } = attributes.find(({ name }) => name === attribute) ?? {};
    return [`!GetAtt ${reference.replace('ATTRIBUTE', attribute)}`, source] as const;
  });
  return [`${attribute} (attribute of exports)`, '', NATIVE, '', inColumns(rows)].join('\n');
}

function inColumns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}   ${second}`).join('\n');
}

/** Everything that can be asked. */
export function renderAll(
  codes: readonly DescribedCode[],
  keys: readonly DescribedKey[],
  maps: readonly DescribedMap[],
): string {
  const group = (severity: DescribedCode['severity']) =>
    codes.filter((each) => each.severity === severity).map(({ code }) => code);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Errors', group('error')],
    ['Warnings', group('warning')],
    ['Information', group('info')],
    ['Keys', keys.map(({ path }) => path)],
    ['Exports', maps.map(({ path }) => path)],
  ];
  return lists.map(([title, names]) => `${title}:\n${names.map((name) => `  ${name}\n`).join('')}`).join('\n');
}
