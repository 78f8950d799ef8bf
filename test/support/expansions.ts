/** All templates that the project shows or accepts, expanded: examples, recipes and fixtures. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSource } from '../../cli/source.js';
import { expandAsDeployed } from '../../cli/template-file.js';
import type { Template } from '../../macro/template/template.js';
import { fixtures, ROOT, readProject, yamlFiles } from './golden.js';

export interface Expansion {
  /** The path of the template. */
  readonly file: string;
  readonly source: Template;
  readonly template: Template;
}

/** @throws Error if a template does not expand */
export function expansions(): Expansion[] {
  const folders = ['examples', 'examples/cdk', 'examples/deploying', 'examples/service-catalog', 'docs/recipes'].filter(
    (folder) => existsSync(join(ROOT, folder)),
  );
  const files = [
    ...folders.flatMap((folder) => yamlFiles(folder).map((name) => `${folder}/${name}.yaml`)),
    ...fixtures('expand').map((name) => `test/fixtures/expand/${name}/template.yaml`),
  ];
  return files.map((file) => {
    const source = readSource(file, readProject(file)).data as Template;
    const settings = { parameters: {}, region: undefined, macroName: 'ProvoseBatch' };
    const { template, diagnostics } = expandAsDeployed(source, settings);
    if (!template) throw new Error(`${file}: ${diagnostics.map(({ message }) => message).join('; ')}`);
    return { file, source, template };
  });
}
