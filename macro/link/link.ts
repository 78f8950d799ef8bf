/**
 * References to modules: reports those that CloudFormation could not resolve, at the place where they were written, and
 * puts in the place of the others what they stand for. Whatever stands around a reference stays as it is.
 */

import type { Diagnostics } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import { locate } from '../read/locate.js';
import { Conditions } from '../template/conditions.js';
import { type Reference, templateReferences, visitTemplate } from '../template/references.js';
import { type Emitted, section, type Template } from '../template/template.js';
import { dependenciesOf, tangled, wayBetween } from './cycles.js';
import { Linker } from './linker.js';
import { Fault, type Lowered } from './resolve-export.js';

/** A template without references to modules, and the custom resources that some of them needed. */
export interface Linked {
  readonly output: Template;
  readonly exports: readonly Emitted[];
}

/**
 * The output with every reference to a module resolved.
 *
 * @param input - the template as it was written, whose references are checked at the places that their author knows
 * @param output - the template with what the modules became, in which they are replaced
 */
export function link(
  input: Template,
  output: Template,
  lowered: readonly Lowered[],
  evaluator: Evaluator,
  diagnostics: Diagnostics,
): Linked {
  const linker = new Linker(lowered, (path) => locate(input, path, evaluator));
  const found = templateReferences(input).filter((reference) => linker.moduleOf(reference) !== undefined);
  const isDead = ({ guards }: Reference) =>
    guards.some(({ condition, holds }) => evaluator.holds(condition) === !holds);
  for (const reference of found) {
    const value = linker.resolve(reference);
    if (value instanceof Fault && !isDead(reference))
      diagnostics.error(value.code, reference.path, value.message, value.hint);
  }
  checkConditions(input, found, linker, diagnostics);
  if (found.length === 0 || diagnostics.failed) return { output, exports: [] };
  const exports = linker.exports();
  const asked = Object.fromEntries(exports.map(({ id, resource }) => [id, resource]));
  const whole = { ...output, Resources: { ...section(output, 'Resources'), ...asked } };
  const linked = visitTemplate(whole, (reference) => {
    const value = linker.moduleOf(reference) && linker.resolve(reference);
    // Of what is never deployed, something must stand there; any other fault was reported where it was written.
    return value instanceof Fault ? (isDead(reference) ? '' : undefined) : value;
  });
  checkCycles(linked, found, linker, diagnostics);
  return { output: linked, exports };
}

/** A resource that a condition leaves out can be referred to only where the same condition leaves out the reference. */
function checkConditions(input: Template, found: readonly Reference[], linker: Linker, diagnostics: Diagnostics): void {
  const conditions = new Conditions(input);
  for (const reference of found) {
    const { Condition: condition } = linker.moduleOf(reference)?.module.attributes ?? {};
    if (condition === undefined) continue;
    const isImplied = conditions.imply(reference.guards, condition);
    if (isImplied === true) continue;
    const severity = isImplied === false ? 'error' : 'warning';
    const elsewhere = isImplied === false ? 'stands elsewhere too' : 'may stand elsewhere too';
    const message = `${reference.name} exists only where condition ${condition} holds, and this reference ${elsewhere}`;
    const guard = `give the resource or output around it Condition: ${condition}`;
    const isWait = reference.kind === 'DependsOn';
    const hint = isWait
      ? `DependsOn takes no function: ${guard}.`
      : `Wrap it in an Fn::If on ${condition}, or ${guard}.`;
    diagnostics[severity]('conditional-reference', reference.path, message, hint);
  }
}

/** Reports each reference that closes a circle of resources. */
function checkCycles(linked: Template, found: readonly Reference[], linker: Linker, diagnostics: Diagnostics): void {
  const dependencies = dependenciesOf(section(linked, 'Resources'));
  const suspects = tangled(dependencies);
  if (suspects.size === 0) return;
  for (const reference of found) {
    const owners = linker.ownersOf(reference).filter((id) => suspects.has(id));
    const targets = linker.targetsOf(reference).filter((id) => suspects.has(id));
    const edges = owners.flatMap((from) => targets.map((to) => [from, to] as const));
    for (const [from, to] of edges.filter((edge) => dependencies.get(edge[0])?.has(edge[1]))) {
      const way = wayBetween(to, from, dependencies);
      if (!way) continue;
      const message = `circular dependency: ${[from, ...way].join(' → ')}`;
      const hint = 'Remove one of these references, or write the value itself: a literal depends on nothing.';
      diagnostics.error('circular-dependency', reference.path, message, hint);
      break;
    }
  }
}
