/**
 * Resolves references to modules. References that CloudFormation could not resolve are reported at their place in the
 * source; all others are replaced by their values. Everything around a reference stays as it is.
 */

import { MAX_RESPONSE_BYTES } from '../contract.js';
import type { Diagnostics } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import { EXPORTED } from '../read/exported.js';
import { locate } from '../read/locate.js';
import { Conditions } from '../template/conditions.js';
import { type Reference, templateReferences, visitTemplate } from '../template/references.js';
import { type Emitted, section, type Template } from '../template/template.js';
import { dependenciesOf, guardsAlong, tangled, wayBetween } from './cycles.js';
import { Linker } from './linker.js';
import { Fault, type Lowered, noSuchMap } from './resolve-export.js';

/** A template without references to modules, and the custom resources that some references need. */
export interface Linked {
  readonly output: Template;
  readonly exports: readonly Emitted[];
}

/** The modules of a template. */
export interface Modules {
  readonly lowered: readonly Lowered[];
  /** The ids of those that could not be read. */
  readonly unread: ReadonlySet<string>;
}

/**
 * Returns the output with every reference to a module resolved.
 *
 * @param input - the source template, whose references are checked so that diagnostics have paths in the source
 * @param output - the template with the generated resources, in which references are replaced
 */
export function link(
  input: Template,
  output: Template,
  { lowered, unread }: Modules,
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): Linked {
  const linker = new Linker(lowered, (path) => locate(input, path, evaluator));
  const all = templateReferences(input);
  for (const reference of unread.size > 0 ? all : []) {
    const fault = unread.has(reference.name) ? faultOfUnread(reference) : undefined;
    if (fault && !evaluator.isDead(reference)) diagnostics.error(fault.code, reference.path, fault.message, fault.hint);
  }
  const found = all.filter((reference) => linker.moduleOf(reference) !== undefined);
  for (const reference of found) {
    const value = linker.resolve(reference);
    if (value instanceof Fault && !evaluator.isDead(reference))
      diagnostics.error(value.code, reference.path, value.message, value.hint);
  }
  checkConditions(input, found, linker, diagnostics);
  if (found.length === 0 || diagnostics.failed) return { output, exports: [] };
  checkSizes(
    found.filter((reference) => !evaluator.isDead(reference)),
    linker,
    diagnostics,
  );
  const exports = linker.exports();
  const asked = Object.fromEntries(exports.map(({ id, resource }) => [id, resource]));
  const whole = { ...output, Resources: { ...section(output, 'Resources'), ...asked } };
  const linked = visitTemplate(whole, (reference) => {
    const value = linker.moduleOf(reference) && linker.resolve(reference);
    // A branch that is never taken still needs some value. All other faults have been reported above.
    return value instanceof Fault ? (evaluator.isDead(reference) ? '' : undefined) : value;
  });
  checkCycles(linked, found, linker, diagnostics);
  return { output: linked, exports };
}

/** What is wrong with a reference to a module, whatever the module contains. */
function faultOfUnread({ kind, name, attribute }: Reference): Fault | undefined {
  if (kind === 'Ref') return new Fault('module-ref', `${name} is a module and has no value of its own`, EXAMPLE);
  return kind === 'GetAtt' && attribute ? noSuchMap(name, attribute) : undefined;
}

const EXAMPLE = `Refer to one of its values, such as ${EXPORTED.queues}.QUEUE.arn.`;

/** Warns about values that do not fit into the response of a custom resource. */
function checkSizes(found: readonly Reference[], linker: Linker, diagnostics: Diagnostics): void {
  for (const reference of found) {
    const { what, bytes, native } = linker.tooLarge(reference) ?? {};
    if (what === undefined) continue;
    const message = `${what} needs a response of at least ${bytes} bytes; a custom resource can return ${MAX_RESPONSE_BYTES}`;
    const hint = `Refer to smaller attributes. These need no custom resource: ${native?.join(', ')}.`;
    diagnostics.warning('export-too-large', reference.path, message, hint);
  }
}

/** A reference to a conditional resource is valid only where the resource's condition is known to hold. */
function checkConditions(input: Template, found: readonly Reference[], linker: Linker, diagnostics: Diagnostics): void {
  const conditions = new Conditions(input);
  for (const reference of found) {
    const { Condition: condition } = linker.moduleOf(reference)?.module.attributes ?? {};
    if (condition === undefined) continue;
    const isImplied = conditions.imply(reference.guards, condition);
    if (isImplied === true) continue;
    const severity = isImplied === false ? 'error' : 'warning';
    const isUsed = isImplied === false ? 'is also used' : 'may also be used';
    const message = `${reference.name} exists only if ${condition} is true; this reference ${isUsed} if it is false`;
    const guard = `add Condition: ${condition} to the enclosing resource or output`;
    const isWait = reference.kind === 'DependsOn';
    const hint = isWait
      ? `DependsOn cannot contain a function: ${guard}.`
      : `Wrap it in an Fn::If on ${condition}, or ${guard}.`;
    diagnostics[severity]('conditional-reference', reference.path, message, hint);
  }
}

/** Reports each reference that is part of a dependency cycle. */
function checkCycles(linked: Template, found: readonly Reference[], linker: Linker, diagnostics: Diagnostics): void {
  const resources = section(linked, 'Resources');
  const dependencies = dependenciesOf(resources);
  const suspects = tangled(dependencies);
  if (suspects.size === 0) return;
  const conditions = new Conditions(linked);
  for (const reference of found) {
    const owners = linker.ownersOf(reference).filter((id) => suspects.has(id));
    const targets = linker.targetsOf(reference).filter((id) => suspects.has(id));
    const edges = owners.flatMap((from) => targets.map((to) => [from, to] as const));
    for (const [from, to] of edges.filter((edge) => dependencies.get(edge[0])?.has(edge[1]))) {
      const way = wayBetween(to, from, dependencies);
      if (!way || conditions.canHold(guardsAlong([from, ...way], resources)) === false) continue;
      const message = `circular dependency: ${[from, ...way].join(' → ')}`;
      const hint = 'Remove one of these references, or replace it with a literal value.';
      diagnostics.error('circular-dependency', reference.path, message, hint);
      break;
    }
  }
}
