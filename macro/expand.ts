/**
 * The only entry point of the expansion, from a template to the expanded template. It is pure: it calls no AWS API and
 * uses no clock, environment or randomness, so the same input gives the same bytes.
 */

import { type Diagnostic, Diagnostics } from './diagnostics/diagnostics.js';
import { checkDepth, checkResult, type LateCheck } from './finish/check.js';
import { merge } from './finish/merge.js';
import { overriddenIn } from './finish/overridden.js';
import { checkReferences } from './finish/unresolved.js';
import { checkVolumes } from './finish/volumes.js';
import { link } from './link/link.js';
import { lower } from './lower/index.js';
import { lowerOutputs } from './lower/outputs.js';
import { Evaluator } from './read/evaluate.js';
import { type Found, findModules } from './read/find.js';
import type { Module } from './read/module.js';
import { placeIn, readModule } from './read/read-module.js';
import { inEveryWay, outside } from './read/repair.js';
import { checkBranches } from './rules/branches.js';
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
 * @param late - what to check in addition
 * @returns the same template if it has no modules
 */
export function expand(template: Template, context: Context, late?: LateCheck): Expansion {
  const diagnostics = new Diagnostics();
  const expanded = expandInto(diagnostics, template, context, late);
  const found = withoutIgnored(template, diagnostics.list);
  return diagnostics.failed || !expanded ? { diagnostics: found } : { ...expanded, diagnostics: found };
}

/** The expanded template. It is of no use if a diagnostic is an error; `undefined` if no template can be made. */
function expandInto(
  diagnostics: Diagnostics,
  template: Template,
  context: Context,
  late: LateCheck | undefined,
): Expanded | undefined {
  const evaluator = new Evaluator(template, context);
  const found = findModules(template, diagnostics);
  if (found.length > 0) checkDepth(template, diagnostics);
  if (diagnostics.list.some(({ code }) => code === 'too-deep')) return undefined;
  if (found.length === 0) return { template };

  const read = (into: Diagnostics, way: number) =>
    found.flatMap((module) => readModule(module, evaluator, into, way) ?? []);
  const modules = read(diagnostics, 0);
  const reading = { template, context, evaluator, found, late };
  if (!diagnostics.failed) return expandModules({ ...reading, modules, way: 0 }, diagnostics);

  const faults = [...diagnostics.list];
  const certain = inEveryWay(modules, (way) => {
    const assumed = new Diagnostics([...faults]);
    expandModules({ ...reading, modules: way === 0 ? modules : read(new Diagnostics(), way), way }, assumed);
    return assumed.list;
  });
  for (const one of outside(faults, certain)) diagnostics.add(one);
  return undefined;
}

interface Reading {
  readonly template: Template;
  readonly context: Context;
  readonly evaluator: Evaluator;
  readonly found: readonly Found[];
  readonly late: LateCheck | undefined;
  /** Those that could be read. */
  readonly modules: readonly Module[];
  /** The way in which they were repaired. */
  readonly way: number;
}

function expandModules(
  { template, context, evaluator, found, late, modules, way }: Reading,
  diagnostics: Diagnostics,
): Expanded | undefined {
  const ofModules = diagnostics.placedBy(placeIn(modules, evaluator));
  checkRules(modules, context, ofModules);
  const readable = found.filter(({ id }) => modules.some((module) => module.id === id));
  const unread = new Set(found.filter((module) => !readable.includes(module)).map(({ id }) => id));
  const lowered = modules.map((module) => ({ module, emitted: lower(module), outputs: lowerOutputs(module) }));
  const emitted = lowered.flatMap((one) => one.emitted);
  const outputs = Object.assign({}, ...lowered.map((one) => one.outputs));
  const merged = merge(template, found, { emitted, outputs });
  const { output, exports } = link(template, merged, { lowered, unread }, evaluator, diagnostics);
  const all = [...emitted, ...exports];
  const overridden = overriddenIn(modules, emitted);
  const result = { input: template, output, modules: found, unread, emitted: all, outputs, overridden, context };
  checkVolumes(overridden, ofModules);
  // Names and sizes can be others without the errors.
  if (!diagnostics.failed) checkResult(result, ofModules);
  checkReferences(result, evaluator, diagnostics);
  late?.(result, evaluator, diagnostics, ofModules);
  // Last, because a value of a function that is an error is the same mistake.
  checkKnownValues(readable, evaluator, diagnostics, way);
  checkBranches(readable, evaluator, diagnostics, way);
  return { template: output, emitted: all };
}
