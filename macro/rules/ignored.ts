/**
 * Turns off warnings that a template accepts, each with a reason:
 *
 * ```yaml
 * Metadata:
 *   Provose::Batch:
 *     ignore:
 *       min-vcpus: The first job of the night must start at once.
 * ```
 */

import { codes, type Diagnostic, Diagnostics, didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import { SECTION } from '../read/find.js';
import { isMapping, section, type Template } from '../template/template.js';
import { rules } from './index.js';

/** The diagnostics without those that the template ignores, and with warnings of what it cannot ignore. */
export function withoutIgnored(template: Template, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const settings = section(section(template, 'Metadata'), SECTION);
  if (settings['ignore'] === undefined) return diagnostics;
  const invalid = new Diagnostics();
  const ignored = codesIn(settings['ignore'], diagnostics, invalid);
  const kept = diagnostics.filter(({ code, severity }) => severity === 'error' || !ignored.has(code));
  return [...kept, ...invalid.list];
}

/** The codes that are ignored. What is not valid is reported. */
function codesIn(ignore: unknown, found: readonly Diagnostic[], invalid: Diagnostics): Set<string> {
  const path = ['Metadata', SECTION, 'ignore'];
  const wrong = (at: readonly string[], message: string, hint: string) =>
    invalid.warning('bad-ignore', [...path, ...at], message, hint);
  if (!isMapping(ignore)) {
    wrong([], `expected a mapping; received ${show(ignore)}`, 'Write the codes of warnings, each with a reason.');
    return new Set();
  }
  const known = [...Object.keys(codes), ...rules.map(({ code }) => code)];
  const warnings = rules.flatMap(({ code, severity }) => (severity === 'error' ? [] : [code]));
  const accepted = Object.entries(ignore).filter(([code, reason]) => {
    const isError = found.some((one) => one.code === code && one.severity === 'error');
    if (!known.includes(code)) {
      const meant = nearest(code, known) === undefined ? warnings : known;
      wrong([code], `${show(code)} is not the code of a warning`, didYouMean(code, meant));
    } else if (isError) wrong([code], `${code} is an error, which cannot be ignored`, 'Fix it.');
    else if (typeof reason !== 'string' || reason.trim() === '') {
      wrong([code], `expected a reason; received ${show(reason)}`, 'Write why the warning does not matter here.');
    } else return true;
    return false;
  });
  return new Set(accepted.map(([code]) => code));
}
