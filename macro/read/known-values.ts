/** Replaces functions by their values where these are known, also where the language accepts functions. */

import { type Intrinsic, ifOf, isIntrinsic, isNoValue } from '../template/intrinsics.js';
import { isMapping, mapValues } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/** The value with the current values of parameters, mappings and conditions in it; the same value if it has none. */
export function withKnownValues(value: unknown, evaluator: Evaluator): unknown {
  if (isIntrinsic(value)) return knownValue(value, evaluator) ?? value;
  if (Array.isArray(value)) {
    const items = value.map((item) => withKnownValues(item, evaluator));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isMapping(value)) return value;
  // In overrides, AWS::NoValue removes what would be there otherwise, so all of their functions are needed.
  return mapValues(value, (inner, key) => (key === 'overrides' ? inner : withKnownValues(inner, evaluator)));
}

/** What a function stands for; `undefined` if it is not known, or absent. */
function knownValue(value: Intrinsic, evaluator: Evaluator): unknown {
  const branches = ifOf(value);
  if (!branches) {
    const known = evaluator.evaluate(value);
    return known instanceof Unknowable || isIntrinsic(known) ? undefined : known;
  }
  const branch = evaluator.branchOf(value);
  if (branch instanceof Unknowable || isNoValue(branches[branch])) return undefined;
  return withKnownValues(branches[branch], evaluator);
}
