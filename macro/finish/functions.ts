/**
 * Checks the functions of modules and the conditions and attributes that they name, as CloudFormation does after the
 * macro, which omits this because of its size. Only what the created resources contain can be a fault.
 */

import { type Diagnostics, didYouMean } from '../diagnostics/diagnostics.js';
import type { Evaluator } from '../read/evaluate.js';
import { malformed } from '../template/functions.js';
import { namedBy } from '../template/intrinsics.js';
import { type Call, type Guard, type Reference, resourceUses, type Uses, uses } from '../template/references.js';
import { type Path, section } from '../template/template.js';
import type { LateCheck, Result } from './check.js';
import { conditionFaults } from './conditions.js';
import { type Misreturned, misreturned } from './returned.js';

/** The names of the attributes and of the properties of resource types, separated by spaces. Not all types are listed. */
export type AttributeNames = Readonly<Record<string, readonly string[]>>;

/** What CloudFormation refuses. */
interface Fault {
  readonly code: 'unknown-attribute' | 'bad-function';
  readonly path: Path;
  readonly guards: readonly Guard[];
  readonly message: string;
  readonly hint: string;
  /** True if only a value that is used is refused. */
  readonly isValue?: true;
  /** The function, if it is the place that refuses it. */
  readonly call?: Call;
}

/** A check of what the modules of a template use, for types of resources with known attributes. */
export const checkFunctions =
  (attributes: AttributeNames): LateCheck =>
  (result, evaluator, diagnostics) => {
    const { modules, unread, emitted, output, context } = result;
    const used = modules.map((found) => {
      const {
        id,
        body,
        path,
        attributes: { Condition: condition, ...others },
      } = found;
      const guards = condition === undefined ? [] : [{ condition, holds: true }];
      const inBody = uses(body, path);
      return {
        guards,
        isRead: !unread.has(id),
        parts: [inBody, resourceUses(id, { ...others, Condition: condition })],
        misplaced: misreturned(found, inBody.calls, output, evaluator).map(misplaced),
      };
    });
    const parts = used.flatMap((each) => each.parts);
    checkConditions(result, parts, diagnostics);
    const faultsOf = (inside: Uses) => faultsIn(inside, result, attributes);
    const written = used.flatMap(({ guards, isRead, parts: own, misplaced }) =>
      [...own.flatMap(faultsOf), ...misplaced].map((fault) => ({
        ...fault,
        isRead,
        guards: [...guards, ...fault.guards],
      })),
    );
    // What the expansion adds is always valid.
    if (written.length === 0) return;
    const resources = section(output, 'Resources');
    const created = emitted.map(({ id }) => resourceUses(id, resources[id]));
    const reached = new Set(created.flatMap(faultsOf).map(({ message }) => message));
    const called = new Set(created.flatMap(({ calls }) => calls.map(asText)));
    // A function that names nothing has one mistake.
    const errors = diagnostics.list.filter(({ severity }) => severity === 'error');
    const known = new Set(errors.map(({ path }) => JSON.stringify(path)));
    for (const { code, path, guards, message, hint, isValue, isRead, call } of written) {
      if ((isRead && !(call ? called.has(asText(call)) : reached.has(message))) || known.has(JSON.stringify(path)))
        continue;
      if (isValue && evaluator.isDead({ guards })) continue;
      const isCertain = context.isComplete && code === 'bad-function' && !(isValue && mayBeUnused(guards, evaluator));
      diagnostics.add({ code, severity: isCertain ? 'error' : 'warning', path, message, hint });
    }
  };

const asText = ({ name, argument }: Call) => JSON.stringify([name, argument]);

const misplaced = ({ call, message, hint }: Misreturned): Fault => {
  const { path, guards } = call;
  return { code: 'bad-function', path, guards, message, hint, isValue: true, call };
};

const mayBeUnused = (guards: readonly Guard[], evaluator: Evaluator) =>
  !guards.every(({ condition, holds }) => evaluator.holds(condition) === holds);

/**
 * Checks the conditions that modules use. If one that selects what must be known is not valid, that has been reported.
 */
function checkConditions({ input, context }: Result, used: readonly Uses[], diagnostics: Diagnostics): void {
  if (diagnostics.list.some(({ code }) => code === 'unknown-at-expansion')) return;
  const named = used.flatMap(({ references }) => references).filter(({ kind }) => kind === 'Condition');
  const severity = context.isComplete ? 'error' : 'warning';
  const names = named.map(({ name }) => name);
  for (const fault of conditionFaults(input, names)) diagnostics.add({ ...fault, severity });
}

function faultsIn({ references, calls }: Uses, result: Result, attributes: AttributeNames): Fault[] {
  return [
    ...references.flatMap((each) => ofReference(each, result, attributes)),
    ...calls.flatMap((each) => ofCall(each, result)),
  ];
}

/** AWS adds attributes, so that one that is not known need not be a mistake. */
function ofReference({ kind, name, attribute, path, guards }: Reference, { output }: Result, known: AttributeNames) {
  const type = String(section(section(output, 'Resources'), name)['Type']);
  if (kind !== 'GetAtt' || !attribute || !Object.hasOwn(known, type)) return [];
  const [attributes = [], properties = []] = known[type]?.map((names) => names.split(' ')) ?? [];
  // Part of an attribute can be an attribute as well.
  const [whole = ''] = attribute.split('.');
  if (attributes.includes(whole) || properties.includes(whole)) return [];
  const message = `${type} has no known attribute ${attribute}`;
  const hint = didYouMean(attribute, attributes);
  return [{ code: 'unknown-attribute', path, guards, message, hint, isValue: true } as const];
}

function ofCall({ name, argument, path, guards }: Call, { modules, output }: Result): Fault[] {
  const named = namedBy(name, argument)?.name;
  // The linker checks references to modules.
  const fault = modules.some(({ id }) => id === named) ? undefined : malformed(name, argument, output);
  return fault ? [{ code: 'bad-function', path, guards, ...fault }] : [];
}
