/**
 * What a user sees of each template among the fixtures, examples and recipes: the expanded template and the diagnostics.
 * The unit tests compare the same with the expected files.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { readSource } from '../../cli/source.js';
import { expandAsDeployed, expandSource } from '../../cli/template-file.js';

const FOLDERS = ['test/fixtures/expand', 'test/fixtures/refuse', 'examples', 'docs/recipes'];

const templatesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('expected.yaml'))
    .map((file) => `${folder}/${file}`);

const sources = new Map(
  FOLDERS.flatMap(templatesIn).map((name) => [name, readSource(name, readFileSync(name, 'utf8'))]),
);

export const names = [...sources.keys()];

/** What a template becomes, as text. An exception is a result, too. */
export function outcomeOf(name: string): string {
  const source = sources.get(name);
  if (!source) throw new Error(`${name} is not a template`);
  const settings = { parameters: {}, macroName: 'ProvoseBatch' };
  try {
    return JSON.stringify(
      name.includes('/refuse/')
        ? expandSource(source, { ...settings, region: 'us-east-1' })
        : expandAsDeployed(source.data, { ...settings, region: undefined }),
    );
  } catch (error) {
    return String(error);
  }
}
