/**
 * The only entry point of the expansion, from a template to the expanded template. It is pure: it calls no AWS API and
 * uses no clock, environment or randomness, so the same input gives the same bytes.
 */

import { type Diagnostic, Diagnostics } from './diagnostics/diagnostics.js';
import { checkDepth, checkReferences, checkResult } from './finish/check.js';
import { merge } from './finish/merge.js';
import { link } from './link/link.js';
import { lower } from './lower/index.js';
import { lowerOutputs } from './lower/outputs.js';
import { Evaluator } from './read/evaluate.js';
import { findModules } from './read/find.js';
import { locate } from './read/locate.js';
import { readModule } from './read/read-module.js';
import { withoutIgnored } from './rules/ignored.js';
import { checkRules } from './rules/index.js';
import { checkKnownValues } from './rules/known-values.js';
import type { Context, Emitted, Template } from './template/template.js';

/** The result of an expansion. There is no template if a diagnostic is an error. */
export interface Expansion {
  readonly template?: Template;
  /** The generated resources, each with its place in the source; absent if there is no module. */
  readonly emitted?: readonly Emitted[];
  readonly diagnostics: readonly Diagnostic[];
}

type Expanded = Omit<Expansion, 'diagnostics'>;

/**
 * Expands every module of a template.
 *
 * @param template - the whole parsed template, which is not changed
 * @param context - parameter values and Region
 * @returns the same template if it has no modules
 */
export function expand(template: Template, context: Context): Expansion {
  const diagnostics = new Diagnostics();
  const expanded = expandInto(diagnostics, template, context);
  const found = withoutIgnored(template, diagnostics.list);
  return diagnostics.failed || !expanded ? { diagnostics: found } : { ...expanded, diagnostics: found };
}

/** The expanded template. It is of no use if a diagnostic is an error; `undefined` if no template can be made. */
function expandInto(diagnostics: Diagnostics, template: Template, context: Context): Expanded | undefined {
  const evaluator = new Evaluator(template, context);
  const found = findModules(template, diagnostics);
  if (found.length > 0) checkDepth(template, diagnostics);
  if (diagnostics.list.some(({ code }) => code === 'too-deep')) return undefined;
  const modules = found.flatMap((module) => readModule(module, evaluator, diagnostics) ?? []);
  const ofModules = diagnostics.placedBy((path) => locate(template, path, evaluator));
  checkRules(modules, context, ofModules);
  checkKnownValues(
    found.filter(({ id }) => modules.some((module) => module.id === id)),
    evaluator,
    diagnostics,
  );
  if (modules.length < found.length) return undefined;
  if (found.length === 0) return { template };

  const lowered = modules.map((module) => ({ module, emitted: lower(module), outputs: lowerOutputs(module) }));
  const emitted = lowered.flatMap((one) => one.emitted);
  const outputs = Object.assign({}, ...lowered.map((one) => one.outputs));
  const merged = merge(template, found, { emitted, outputs });
  const { output, exports } = link(template, merged, lowered, evaluator, diagnostics);
  if (diagnostics.failed) return undefined;
  const all = [...emitted, ...exports];
  const result = { input: template, output, modules: found, emitted: all, outputs, context };
  checkResult(result, ofModules);
  if (!diagnostics.failed) checkReferences(result, evaluator, diagnostics);
  return { template: output, emitted: all };
}
