/** Renders diagnostics, as text with the affected source line, or as JSON for other programs. */

import { type Diagnostic, placed } from '../macro/diagnostics/diagnostics.js';
import { withoutNeedless } from './implicit-types.js';
import type { Place, Source } from './source.js';
import type { LocalExpansion } from './template-file.js';

/** A diagnostic with its line and column. */
export type Located = Diagnostic & Place;

/** A file and its problems. */
export interface Checked {
  readonly source: Source;
  readonly located: readonly Located[];
}

/** The problems of a file, by line. */
export function locateAll(diagnostics: readonly Diagnostic[], source: Source): Located[] {
  const located = onceForAliases(diagnostics, source).map((one) => ({ ...one, ...source.locate(one.path) }));
  return [...withoutNeedless(source, located), ...located].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The diagnostics, with those of a value with an anchor at its first place only. */
function onceForAliases(diagnostics: readonly Diagnostic[], { valueAt }: Source): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, path, message, hint }) => {
    const value = valueAt(path);
    const identity = JSON.stringify([value, code, message, hint]);
    const isNew = value === undefined || !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

/**
 * ```text
 * first.yaml:9:9: error: Provose::Batch.batch.small.instances: max_vcpus is missing [missing-key]
 *     9 |         instance_types: [m5.large]
 *       |         ^
 *   Add max_vcpus: 16 (…)
 * ```
 */
export function renderText(located: readonly Located[], { name, lines }: Source): string {
  return located
    .map((one) => {
      const { code, severity, hint, line, column } = one;
      const text = lines[line - 1] ?? '';
      const number = String(line).padStart(5);
      // Keeping the line's tabs aligns the marker with the right character.
      const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
      return [
        `${name}:${line}:${column}: ${severity}: ${placed(one)} [${code}]`,
        `${number} | ${cut(text)}`,
        `${' '.repeat(number.length)} | ${cut(indent)}^`,
        `  ${hint}`,
        '',
      ].join('\n');
    })
    .join('\n');
}

/** Why a template has no expansion: its problems, and the transforms that run first. */
export function renderUnexpanded({ diagnostics, runsFirst }: LocalExpansion, source: Source): string {
  const why = `only CloudFormation can expand ${source.name}, because ${runsFirst} runs before the macro`;
  const texts = [renderText(locateAll(diagnostics, source), source)];
  if (runsFirst !== undefined) texts.push(`provose-batch: ${why}\n`);
  return texts.filter((text) => text !== '').join('\n');
}

/** Truncates long lines, because a minified template is a single line. */
function cut(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}

/** The file, whether it is valid, and its diagnostics in order. */
const asData = ({ source, located }: Checked) => ({
  file: source.name,
  valid: located.every(({ severity }) => severity !== 'error'),
  diagnostics: located,
});

/** One JSON document. */
export const renderJson = (checked: Checked): string => toJson(asData(checked));

/** One JSON document for any number of files: each as `renderJson` writes it, and whether all are valid. */
export function renderAllAsJson(checked: readonly Checked[]): string {
  const files = checked.map(asData);
  return toJson({ valid: files.every(({ valid }) => valid), files });
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
