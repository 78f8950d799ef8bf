/** Checks that every template in test/fixtures/expand expands to its golden file. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { toYaml } from '../cli/yaml-output.js';
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
