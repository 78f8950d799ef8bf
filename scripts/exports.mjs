/**
 * Writes docs/exports.md, with every attribute that a template can refer to, from the export maps. With --check, it only
 * checks that the file is up to date.
 */

import { writeOrCheck } from './generated.mjs';
import { load } from './load.mjs';

const { describedMaps } = await load(`export { describedMaps } from './reference/exports.ts';`);

const table = (attributes) => [
  '',
  '| attribute | source |',
  '| --- | --- |',
  ...attributes.map(({ name, source }) => `| ${name} | ${source} |`),
];

const text = [
  '# Exports',
  '',
  'This page lists every map and attribute of Provose’s outputs. A native attribute becomes a `Ref`, an `Fn::GetAtt`, text',
  'or another function, at no cost. A custom resource reads all other attributes, and whole entries and maps, which are',
  'JSON text, from AWS at deployment.',
  '',
  'Attributes are text, as all attributes in CloudFormation: a boolean is `true` or `false`, a number its digits, and null',
  'an empty text. A list or mapping that is read from AWS is JSON text, such as `compute_resources`, and a path can lead',
  'into it, such as `compute_resources.0.max_vcpus`. Only the native `compute_environments` is a list. In the JSON text of a',
  'whole entry, values keep their types, and keys are sorted, as in `assume_role_policy`. A whole entry of more than 4,096',
  'bytes does not fit into the response of a custom resource: refer to single attributes.',
  ...describedMaps.flatMap(({ path, doc, attributes }) => [
    '',
    `## ${path}`,
    '',
    doc,
    ...(attributes.length > 0 ? table(attributes) : []),
  ]),
  '',
].join('\n');

writeOrCheck('docs/exports.md', text);
