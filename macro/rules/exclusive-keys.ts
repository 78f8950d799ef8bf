import { insideOf } from '../schema/inside.js';
import type { Constrained } from '../schema/walk.js';
import { canBeNothing } from '../template/intrinsics.js';
import { constraintsOf } from './constraints.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const exclusiveKeys: Rule = {
  code: 'exclusive-keys',
  severity: 'error',
  description: 'Two keys of which only one can be used.',
  isOfKeys: true,
  check: eachModule((module, report) => {
    const { config, environments } = constraintsOf(module);
    for (const each of [...config, ...environments.flat()]) checkKey(each, report);
  }),
};

function checkKey({ field, path, within, schema }: Constrained, report: Report): void {
  const key = String(path.at(-1));
  if (within[key] === insideOf(schema).default) return;
  for (const other of field.excludes ?? []) {
    if (within[other] === undefined || isOff(within[other]) || isOff(within[key])) continue;
    // Conditions decide which one there is.
    if (canBeNothing(within[other]) && canBeNothing(within[key])) continue;
    report(path, `${key} and ${other} cannot be combined`, `Remove either ${key} or ${other}.`);
  }
}

/** A switch that is off excludes nothing, and neither does a default. */
const isOff = (value: unknown) => value === false;
