/**
 * What a user sees of each template among the fixtures, examples and recipes: the expanded template, the diagnostics in
 * all formats, and what `diff` says. The unit tests compare the same with the expected files.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { diff } from '../../cli/commands/diff.js';
import { renderGithub } from '../../cli/github.js';
import { locateAll } from '../../cli/render.js';
import { renderSarif } from '../../cli/sarif.js';
import { readSource } from '../../cli/source.js';
import { expandAsDeployed, expandSource } from '../../cli/template-file.js';

const settings = { parameters: {}, macroName: 'ProvoseBatch' };

const templatesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('expected.yaml'))
    .map((file) => `${folder}/${file}`);

const sourceOf = (file: string) => readSource(file, readFileSync(file, 'utf8'));

/** Each case with what it results in. */
const cases = new Map<string, () => unknown>();

for (const file of ['test/fixtures/expand', 'examples', 'docs/recipes'].flatMap(templatesIn)) {
  const { data } = sourceOf(file);
  cases.set(file, () => expandAsDeployed(data, { ...settings, region: undefined }));
}
for (const file of templatesIn('test/fixtures/refuse')) {
  const source = sourceOf(file);
  cases.set(file, () => {
    const expansion = expandSource(source, { ...settings, region: 'us-east-1' });
    const checked = [{ source, located: locateAll(expansion.diagnostics, source) }];
    return [expansion, checked, renderSarif(checked), renderGithub(checked)];
  });
}
for (const name of readdirSync('test/fixtures/diff')) {
  const positionals = ['old', 'new'].map((side) => `test/fixtures/diff/${name}/${side}.yaml`);
  for (const format of ['text', 'json'])
    cases.set(`${name} ${format}`, () => diff.run({ positionals, stdin: 0, values: { format } }));
}

export const names = [...cases.keys()];

/** What a case results in, as text. An exception is a result, too. */
export function outcomeOf(name: string): string {
  try {
    return JSON.stringify(cases.get(name)?.());
  } catch (error) {
    return String(error);
  }
}
