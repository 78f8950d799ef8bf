/**
 * Selects the branches of `Fn::If` whose condition is known only at deployment, one after the other, so that each can be
 * checked.
 */

import { Conditions } from '../template/conditions.js';
import { canBeNothing, ifOf, isIntrinsic, isNoValue, isPlainMapping } from '../template/intrinsics.js';
import type { Guard } from '../template/references.js';
import { isMapping, mapValues, section, type Template } from '../template/template.js';
import type { Evaluator } from './evaluate.js';

/** The most branches that are checked. Of more, none is. */
const MOST = 16;

/** The conditions that select each branch, and none that is known not to be selected. */
export function branchesIn(values: readonly unknown[], evaluator: Evaluator): readonly (readonly Guard[])[] {
  const declared = section(evaluator.template, 'Conditions');
  const found = new Map<string, readonly Guard[]>();
  const collect = (value: unknown, around: readonly Guard[]): void => {
    const [condition, ...branches] = ifOf(value) ?? [];
    if (typeof condition === 'string' && Object.hasOwn(declared, condition)) {
      const known = around.find((guard) => guard.condition === condition);
      const holds = known?.holds ?? evaluator.holds(condition);
      branches.forEach((branch, index) => {
        const guard = { condition, holds: index === 0 };
        if (holds === !guard.holds) return;
        const guards = known ? around : [...around, guard];
        if (holds === undefined) found.set(JSON.stringify(guards), guards);
        collect(branch, guards);
      });
    } else if (Array.isArray(value)) for (const item of value) collect(item, around);
    else if (isPlainMapping(value)) for (const key in value) if (key !== 'overrides') collect(value[key], around);
  };
  // Without conditions, there is nothing to look for.
  if (Object.keys(declared).length > 0) collect(values, []);
  if (found.size === 0 || found.size > MOST) return [];
  const conditions = new Conditions(evaluator.template);
  return [...found.values()].filter((guards) => conditions.canHold(guards) !== false);
}

/** A value with branches selected. */
export interface Selected {
  readonly value: unknown;
  /** The given conditions, and those that they decide. */
  readonly guards: readonly Guard[];
  /** Whether other conditions decide what else there is. */
  readonly isOpen: boolean;
}

/** The value with each branch that some conditions select, whatever the values of parameters are. */
export function selected(value: unknown, guards: readonly Guard[], template: Template): Selected {
  const conditions = new Conditions(template);
  const known = new Map<string, 1 | 2 | undefined>(guards.map(({ condition, holds }) => [condition, holds ? 1 : 2]));
  const branchOf = (condition: unknown): 1 | 2 | undefined => {
    if (typeof condition !== 'string') return undefined;
    if (known.has(condition)) return known.get(condition);
    const isFalse = () => conditions.canHold([...guards, { condition, holds: true }]) === false;
    const branch = conditions.imply(guards, condition) ? 1 : isFalse() ? 2 : undefined;
    known.set(condition, branch);
    return branch;
  };
  let isOpen = false;
  const select = (inner: unknown): unknown => {
    if (Array.isArray(inner)) {
      // Without an item, the others would have other paths.
      const items = inner.map((item) => select(item) ?? item);
      return items.every((item, index) => item === inner[index]) ? inner : items;
    }
    if (!isIntrinsic(inner))
      return isMapping(inner) ? mapValues(inner, (item, key) => (key === 'overrides' ? item : select(item))) : inner;
    const branches = ifOf(inner);
    const branch = branches && branchOf(branches[0]);
    if (branch) return isNoValue(branches[branch]) ? undefined : select(branches[branch]);
    isOpen ||= canBeNothing(inner);
    return inner;
  };
  const result = select(value);
  const decided = [...known].filter(([, branch]) => branch !== undefined);
  return { value: result, guards: decided.map(([condition, branch]) => ({ condition, holds: branch === 1 })), isOpen };
}
