/** Expected output in files, compared as text, in order. `UPDATE=1 npm test` rewrites them. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The names of all fixtures of a kind. Each is a folder with a template and its expected output. */
export const fixtures = (kind: 'expand' | 'refuse'): string[] => readdirSync(join(ROOT, 'test/fixtures', kind)).sort();

/** The names of the YAML files in a folder of the project, without extension. */
export function yamlFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();
}

export function readProject(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function expectGolden(path: string, actual: string): void {
  const file = join(ROOT, path);
  if (process.env['UPDATE'] === '1' && (!existsSync(file) || readFileSync(file, 'utf8') !== actual)) {
    writeFileSync(file, actual);
  }
  expect(actual).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `${path} does not exist`);
}
