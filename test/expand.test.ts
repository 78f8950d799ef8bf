/** Checks that every template in test/fixtures/expand expands to its golden file. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { toYaml } from '../cli/yaml-output.js';
import { module } from '../macro/schema/module.js';
import { keysOf } from '../macro/schema/walk.js';
import { PSEUDO_PARAMETERS } from '../macro/template/intrinsics.js';
import { templateReferences } from '../macro/template/references.js';
import type { Mapping, Template } from '../macro/template/template.js';
import { expectGolden, fixtures, readProject } from './support/golden.js';

describe.each(fixtures('expand'))('test/fixtures/expand/%s', (name) => {
  const file = `test/fixtures/expand/${name}/template.yaml`;
  const settings = { parameters: {}, region: undefined, macroName: 'ProvoseBatch' };
  const expanded = () => expandAsDeployed(readSource(file, readProject(file)).data, settings);

  it('expands to its golden file without diagnostics', () => {
    const { template, diagnostics } = expanded();
    expect(diagnostics).toEqual([]);
    expectGolden(`test/fixtures/expand/${name}/expected.yaml`, template ? toYaml(template) : '');
  });

  it('contains no references to modules and no dangling references', () => {
    const template = expanded().template as Template & {
      Resources: Mapping;
      Parameters?: Mapping;
    };
    const known = new Set([
      ...Object.keys(template.Resources),
      ...Object.keys(template.Parameters ?? {}),
      ...PSEUDO_PARAMETERS,
    ]);
    const named = templateReferences(template).filter(
      ({ kind }) => kind === 'Ref' || kind === 'GetAtt' || kind === 'DependsOn',
    );
    expect(named.filter((reference) => !known.has(reference.name))).toEqual([]);
  });
});

it('expands a fixture with each key of the language', () => {
  const used = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      used.add(key);
      collect(inner);
    }
  };
  for (const name of fixtures('expand')) {
    const file = `test/fixtures/expand/${name}/template.yaml`;
    collect(readSource(file, readProject(file)).data);
  }
  // Linters require the first two; the others have no effect, and cause a warning.
  const others = ['ServiceToken', 'ServiceTimeout'];
  const names = keysOf(module).flatMap(({ name, field }) => (field.ignored || others.includes(name) ? [] : [name]));
  expect(names.filter((name) => !used.has(name))).toEqual([]);
});
