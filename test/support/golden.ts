/** Expected output as files: compared as text, in order; `UPDATE=1 npm test` writes them anew. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The names of the cases of a kind; each has a folder with its template and what is expected of it. */
export const fixtures = (kind: 'expand' | 'refuse'): string[] => readdirSync(join(ROOT, 'test/fixtures', kind)).sort();

/** The names, without ending, of the YAML files of a folder of the project. */
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
