/** Checks that our own parser, PyYAML and a YAML 1.2 parser read the output of `expand` as the same data. */

import fc from 'fast-check';
import { parse } from 'yaml';
import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { toYaml } from '../cli/yaml-output.js';
import table from './data/snakeyaml-scalars.json' with { type: 'json' };
import { fixtures, readProject, yamlFiles } from './support/golden.js';
import { itWithPyYaml, readByPyYaml } from './support/python.js';

const PARAMETERS = { Vpc: 'vpc-00000000000000a1b', Subnets: 'subnet-00000000000000a1b,subnet-00000000000000c2d' };
const settings = { parameters: PARAMETERS, region: undefined, macroName: 'ProvoseBatch' };

const files = [
  ...yamlFiles('examples').map((name) => `examples/${name}.yaml`),
  ...fixtures('expand').map((name) => `test/fixtures/expand/${name}/template.yaml`),
];
const expanded = files.flatMap((file) => {
  const { template } = expandAsDeployed(readSource(file, readProject(file)).data, settings);
  return template ? [template] : [];
});

const texts = (table as unknown as [string][]).map(([text]) => text);
const indicators = [
  ...'#%@`"\'',
  '- a',
  '? a',
  'a: b',
  'a #b',
  '{{ x }}',
  '!Ref x',
  '*a',
  '&a',
  '---',
  '---\na',
  '...',
];
const spaces = ['a\tb', '\ta', ' a', 'a ', 'a\n', '\na', ' a\n b', '\r\n', 'a\u0085b', '\u2028', '\ufeffx', '\u0007'];
const odd = [...texts, ...indicators, ...spaces, 'x'.repeat(2000)];

/** Every unusual text as a value, in a list and as a key, and unusual numbers. */
const oddities = {
  list: odd,
  flow: [[]],
  keys: Object.fromEntries(odd.map((text) => [text, text])),
  numbers: [0, -0, 1e21, 1e-7, -1.5e300, 5e-324, 2 ** 53, 0.1, 1.0],
};

const templates: object[] = [...expanded, oddities];
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));

it('covers every example and template', () => expect(expanded).toHaveLength(files.length));

it('is read as the same data by our own parser, without warnings', () => {
  for (const template of templates) {
    const { data, faults } = readSource('t.yaml', toYaml(template));
    expect(faults.filter(({ path }) => path[0] !== 'numbers')).toEqual([]);
    expect(data).toEqual(asJson(template));
  }
});

it('is read as the same data by a YAML 1.2 parser', () => {
  for (const template of templates) expect(parse(toYaml(template))).toEqual(asJson(template));
});

itWithPyYaml('is read as the same data by PyYAML', () => {
  const random = fc.sample(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), { numRuns: 500, seed: 1 });
  const all = [...templates, ...(random as object[])];
  for (const [index, theirs] of readByPyYaml(all.map(toYaml)).entries()) {
    expect(theirs).toEqual({ value: asJson(all[index]) });
  }
});
