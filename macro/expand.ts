/**
 * The only door of the expansion: a template in, the template that CloudFormation is to have out. Pure: no AWS call,
 * no clock, no environment, no randomness; the same input gives the same bytes.
 */

import { checkResult } from './check.js';
import { type Diagnostic, Diagnostics } from './diagnostics.js';
import { findModules } from './find.js';
import { lower } from './lower/lower.js';
import { merge } from './merge.js';
import { readModule } from './read.js';
import { checkRules } from './rules.js';
import type { Context, Template } from './template.js';

/** What an expansion comes to: a template, unless a diagnostic is an error. */
export interface Expansion {
  readonly template?: Template;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Expands every module of a template.
 *
 * @param template - the whole template after parsing; it is never changed
 * @param context - parameter values and Region
 * @returns a template without a module is returned as it is
 */
export function expand(template: Template, context: Context): Expansion {
  const diagnostics = new Diagnostics();
  const found = findModules(template, diagnostics);
  const modules = found.flatMap((module) => readModule(module, { template, context }, diagnostics) ?? []);
  checkRules(template, modules, diagnostics);
  if (diagnostics.failed) return { diagnostics: diagnostics.list };
  if (found.length === 0) return { template, diagnostics: diagnostics.list };

  const emitted = modules.flatMap(lower);
  const output = merge(template, found, emitted);
  checkResult({ input: template, output, modules: found, emitted, context }, diagnostics);
  return diagnostics.failed ? { diagnostics: diagnostics.list } : { template: output, diagnostics: diagnostics.list };
}
