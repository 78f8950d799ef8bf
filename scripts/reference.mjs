/**
 * Writes docs/reference.md, with every key of the language, from the schema. With --check, it only checks that the file
 * is up to date.
 */

import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const FILE = 'docs/reference.md';

const { conditionsOf, describedKeys, writtenDefault } = await load(
  `export { conditionsOf, describedKeys, writtenDefault } from './reference/keys.ts';`,
);

const code = (text) => `\`${text}\``;
const defaultOf = (key) => {
  const written = writtenDefault(key);
  return key.isRequired ? 'required' : written === undefined ? '' : code(written);
};
const row = (key) => {
  const { name, expected, isGroup, takesFunctions, doc, example, source, properties } = key;
  const description = [
    doc,
    ...conditionsOf(key),
    ...(isGroup ? [] : [`For example ${code(JSON.stringify(example))}.`]),
    ...(source ? [`[Source](${source})`] : []),
  ].join(' ');
  const property = properties.map((each) => code(each.split('::').at(-1))).join(', ');
  const cells = [
    `${code(name)}${takesFunctions || isGroup ? '' : ' †'}`,
    expected,
    defaultOf(key),
    description,
    property,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
};

const groups = new Map();
for (const key of describedKeys()) {
  const above = key.path.slice(0, -key.name.length).replace(/\.$/, '');
  groups.set(above, [...(groups.get(above) ?? []), key]);
}

const text = [
  '# Reference',
  '',
  'This page lists every key of a `Provose::Batch` section or resource. In the short form, without the key `batch`, compute',
  'environments are direct entries of the body. `*` stands for a name that you choose.',
  '',
  'Any value without † can be an intrinsic function, except for mappings. A value marked † determines which resources are',
  'created and must be known when the template is expanded, and so must a mapping as a whole. There, the macro evaluates',
  '`Ref` to a parameter, `Fn::If` and `Fn::FindInMap`.',
  ...[...groups].flatMap(([above, keys]) => [
    '',
    `## ${above === '' ? 'The body' : `\`${above}\``}`,
    '',
    '| key | value | default | description | property |',
    '| --- | --- | --- | --- | --- |',
    ...keys.map(row),
  ]),
  '',
].join('\n');

writeOrCheck(FILE, text);
