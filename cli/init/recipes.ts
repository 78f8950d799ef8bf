/** The recipes of the documentation, which the npm package contains beside the command line. */

import { readdirSync, readFileSync } from 'node:fs';
import { didYouMean } from '../../macro/diagnostics/diagnostics.js';
import { UsageError } from '../command.js';

const FOLDER = new URL('../../docs/recipes/', import.meta.url);

const read = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');

const names = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace('.yaml', ''))
    .sort();

/** The recipes by name, with the titles of their pages. */
export const recipes = () => names().map((name) => ({ name, title: /^# (.*)$/m.exec(read(`${name}.md`))?.[1] ?? '' }));

/** @throws UsageError if there is no such recipe */
export function readRecipe(name: string): string {
  if (names().includes(name)) return read(`${name}.yaml`);
  throw new UsageError(`there is no recipe ${name}. ${didYouMean(name, names()).replace(/\.$/, '')}`);
}
