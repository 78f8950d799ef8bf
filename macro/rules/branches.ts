/**
 * Checks modules again with each branch of an `Fn::If` whose condition is known only at deployment. What is wrong then is
 * a warning, because the branch may never be selected.
 */

import { type Diagnostic, Diagnostics } from '../diagnostics/diagnostics.js';
import { branchesIn, selected } from '../read/branches.js';
import { Evaluator } from '../read/evaluate.js';
import type { Found } from '../read/find.js';
import { placeIn, readModule } from '../read/read-module.js';
import { outside } from '../read/repair.js';
import type { Guard } from '../template/references.js';
import { checkRules } from './index.js';

/** Warns of what is wrong only in a branch. */
export function checkBranches(
  modules: readonly Found[],
  evaluator: Evaluator,
  diagnostics: Diagnostics,
  way: number,
): void {
  const bodies = modules.map(({ body }) => body);
  for (const guards of branchesIn(bodies, evaluator)) {
    const assumed = guards.map(({ condition, holds }) => `${condition} is ${holds}`).join(' and ');
    const errors = diagnostics.list.filter(({ severity }) => severity === 'error');
    const found = foundIn(modules, guards, evaluator, way).map(
      (one) => ({ ...one, severity: 'warning', message: `${one.message}, if condition ${assumed}` }) as const,
    );
    for (const one of outside(errors, found))
      if (!diagnostics.list.some((other) => isSame(other, one))) diagnostics.add(one);
  }
}

/** What is wrong if some conditions hold, or not. */
function foundIn(
  modules: readonly Found[],
  guards: readonly Guard[],
  evaluator: Evaluator,
  way: number,
): readonly Diagnostic[] {
  const { template, context } = evaluator;
  const chosen = modules.map((module) => ({ module, ...selected(module.body, guards, template) }));
  const assuming = new Evaluator(
    template,
    context,
    chosen.flatMap((one) => one.guards),
  );
  const assumed = new Diagnostics();
  const read = chosen.flatMap(
    ({ module, value }) => readModule({ ...module, body: value }, assuming, assumed, way) ?? [],
  );
  // Several conditions may never hold together, so what several keys have together can be wrong only with one.
  const isCertain = guards.length === 1 && !chosen.some(({ isOpen }) => isOpen) && read.every(({ ways }) => ways === 1);
  if (!isCertain) return assumed.list.filter(isInBranch);
  // The condition may compare the Region, and the branch may be for another one.
  const anywhere = read.map((module) => ({ ...module, region: undefined }));
  checkRules(anywhere, { ...context, region: undefined }, assumed.placedBy(placeIn(read, assuming, 'branch')));
  return assumed.list.filter((one) => one.severity === 'error' || (one.severity === 'warning' && isInBranch(one)));
}

const isInBranch = ({ path }: Diagnostic) => path.includes('Fn::If');

/** Whether a fault is reported without the branch that it is in. */
function isSame({ code, path }: Diagnostic, found: Diagnostic): boolean {
  const next = found.path[path.length];
  if (code !== found.code || (next !== undefined && next !== 'Fn::If')) return false;
  return path.every((key, index) => found.path[index] === key);
}
