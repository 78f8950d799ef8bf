/** Replaces functions by their values where these are known, also where the language accepts functions. */

import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/** The value with the current values of parameters, mappings and conditions in it; the same value if it has none. */
export function withKnownValues(value: unknown, evaluator: Evaluator): unknown {
  if (isIntrinsic(value)) {
    const known = evaluator.evaluate(value);
    if (known instanceof Unknowable || known === undefined || isIntrinsic(known)) return value;
    return withKnownValues(known, evaluator);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => withKnownValues(item, evaluator));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isMapping(value)) return value;
  // In overrides, AWS::NoValue removes what would be there otherwise, so all of their functions are needed.
  const entries = Object.entries(value).map(([key, inner]) =>
    key === 'overrides' ? ([key, inner] as const) : ([key, withKnownValues(inner, evaluator)] as const),
  );
  return entries.every(([key, inner]) => inner === value[key]) ? value : Object.fromEntries(entries);
}
