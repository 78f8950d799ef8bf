/**
 * Writes docs/reference.md, with every key of the language, from the schema. With --check, it only checks that the file
 * is up to date.
 */

import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const FILE = 'docs/reference.md';

const { module, keysOf, typesOn } = await load(`
  export { module } from './macro/schema/module.ts';
  export { typesOn } from './macro/schema/platform.ts';
  export { keysOf } from './macro/schema/walk.ts';
`);

/** The expected value, as in the schema's error message. */
function expected({ wrapped, forms, pipe, message, type, value }) {
  if (wrapped) return expected(wrapped);
  if (forms) return forms.map(expected).join(', or ');
  if (type === 'record' && !value.entries) return 'a mapping';
  if (type === 'record') return 'a mapping from names';
  return (
    pipe?.map(expected).findLast((text) => text !== undefined) ?? message ?? (type === 'any' ? 'anything' : undefined)
  );
}

/** Whether the whole value can be an intrinsic function. */
const takesFunctions = ({ wrapped, getter, forms, type }) =>
  wrapped
    ? takesFunctions(wrapped)
    : type === 'any' || (getter !== undefined && forms?.length === 1) || (forms ?? []).some(takesFunctions);

const isGroup = (schema) => /^a mapping/.test(expected(schema) ?? '');
const defaultOf = (schema) => {
  if (schema.wrapped === undefined) return 'required';
  return schema.default === undefined || typeof schema.default === 'object'
    ? ''
    : `\`${JSON.stringify(schema.default).replace(/^"|"$/g, '') || "''"}\``;
};
const row = ({ name, schema, field, types, property }) => {
  const becomes = property ? types.map((type) => `\`${type.split('::').at(-1)}.${property}\``).join(', ') : '';
  const known = takesFunctions(schema) || isGroup(schema) ? '' : ' †';
  const limits = [
    ...(field.platforms ? [` Only if \`compute_environment_type\` is ${typesOn(field.platforms).join(' or ')}.`] : []),
    ...(field.excludes ? [` Not with ${field.excludes.map((other) => `\`${other}\``).join(', ')}.`] : []),
  ].join('');
  const link = field.source ? ` [Source](${field.source})` : '';
  const example = isGroup(schema) ? '' : ` For example \`${JSON.stringify(field.example)}\`.`;
  const cells = [
    `\`${name}\`${known}`,
    expected(schema),
    defaultOf(schema),
    `${field.doc}${limits}${example}${link}`,
    becomes,
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('<', '&lt;')).join(' | ')} |`;
};

const groups = new Map();
for (const key of keysOf(module)) {
  const above = key.path.slice(0, -key.name.length).replace(/\.$/, '');
  groups.set(above, [...(groups.get(above) ?? []), key]);
}

const text = [
  '# Reference',
  '',
  'This page lists every key of a `Provose::Batch` section or resource. In the short form, without the key `batch`, compute',
  'environments are direct entries of the body. `*` stands for a name that you choose.',
  '',
  'Any value without † can be an intrinsic function. A value marked † determines which resources are created and must be',
  'known when the template is expanded. In these values, the macro evaluates `Ref` to a parameter, `Fn::If` and',
  '`Fn::FindInMap`.',
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
