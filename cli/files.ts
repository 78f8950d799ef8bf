/** Finds the templates that a command checks: named files, and files in named folders. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Diagnostics } from '../macro/diagnostics/diagnostics.js';
import { findModules } from '../macro/read/find.js';
import { isMapping } from '../macro/template/template.js';
import { type Arguments, reading, readTemplate, UsageError } from './command.js';
import type { Source } from './source.js';

const TEMPLATE = /\.(ya?ml|json|template)$/;
/** Folders of dependencies and of built templates. Hidden folders, such as .git and .aws-sam, are skipped, too. */
const SKIPPED = ['node_modules', 'dist'];

/**
 * Reads the templates that are named, each once, in their order. Folders have other files, too, so those
 * without a module are skipped there.
 *
 * @param skipsOthers - whether named files without a module are skipped, too
 */
export function readTemplates({ positionals: paths, stdin }: Arguments, skipsOthers = false): Source[] {
  const named = paths.flatMap((path) =>
    isFolder(path)
      ? templatesIn(path).map((file) => ({ file, isChosen: false }))
      : [{ file: path, isChosen: !skipsOthers }],
  );
  const isSame = (one: string) => (other: { file: string }) => resolve(other.file) === resolve(one);
  const first = named.filter(({ file }, index) => named.findIndex(isSame(file)) === index);
  const sources = first.flatMap(({ file }) => {
    const isChosen = named.some((other) => other.isChosen && isSame(file)(other));
    if (!isChosen && !mentionsModule(file)) return [];
    const source = readTemplate(file, { stdin });
    return isChosen || hasModule(source) ? [{ ...source, name: shownAs(source.name) }] : [];
  });
  // A check of nothing must not succeed.
  if (sources.length === 0 && !skipsOthers) throw new UsageError(`${paths.join(', ')}: no template with a module`);
  return sources;
}

export const isFolder = (path: string): boolean =>
  path !== '-' && (reading(path, () => statSync(path, { throwIfNoEntry: false }))?.isDirectory() ?? false);

/** All files that can be templates, in the order of their names. Links are not followed, because they can be circular. */
function templatesIn(folder: string): string[] {
  const entries = reading(folder, () => readdirSync(folder, { withFileTypes: true }));
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return TEMPLATE.test(entry.name) ? [path] : [];
    const isSkipped = entry.name.startsWith('.') || SKIPPED.includes(entry.name);
    return entry.isDirectory() && !isSkipped ? templatesIn(path) : [];
  });
}

/** Whether a file can have a module. Faster than parsing it, and also true for UTF-16, which is then refused. */
const mentionsModule = (path: string) =>
  path === '-' || /provose/i.test(reading(path, () => readFileSync(path, 'latin1')).replaceAll('\0', ''));

/** Whether a file has a module, or what is meant as one, or would have one if its text were valid. */
function hasModule({ data, lines }: Source): boolean {
  if (data === undefined) return lines.some((line) => /Provose::Batch|ProvoseBatch/.test(line));
  const misspelled = new Diagnostics();
  return isMapping(data) && (findModules(data, misspelled).length > 0 || misspelled.list.length > 0);
}

/** Relative to the current directory if the path is inside it, with forward slashes. */
function shownAs(path: string): string {
  const inside = relative('', path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
