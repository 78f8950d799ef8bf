/** Cases of a value that depends on conditions whose results are not known: one for each combination of results. */

import { Evaluator } from '../../macro/read/evaluate.js';
import { ifOf } from '../../macro/template/intrinsics.js';
import { isMapping, type Mapping, mapValues, sortedJson } from '../../macro/template/template.js';
import { settle } from './settle.js';

/** The number of conditions that are decided. Those of more remain as `Fn::If`, because each doubles the cases. */
const MOST = 6;

/** Knows nothing, because values are settled already. A case can only complete their functions. */
const NOTHING = new Evaluator({}, { parameters: {} });

/** The values of a mapping in each case. The same condition has the same result everywhere in it. */
export function casesOf<Values extends Mapping>(values: Values): Partial<Values>[] {
  const conditions = [...new Set(conditionsIn(values))].slice(0, MOST);
  if (conditions.length === 0) return [values];
  const cases = conditions.reduce<unknown[]>(
    (all, condition) => all.flatMap((one) => [1, 2].map((branch) => select(one, condition, branch))),
    [values],
  );
  return cases.map((one) => settle(one, NOTHING) as Partial<Values>);
}

function conditionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsIn);
  if (!isMapping(value)) return [];
  const branches = ifOf(value);
  return [...(branches ? [sortedJson(branches[0])] : []), ...Object.values(value).flatMap(conditionsIn)];
}

function select(value: unknown, condition: string, branch: number): unknown {
  if (Array.isArray(value)) return value.map((item) => select(item, condition, branch));
  if (!isMapping(value)) return value;
  const branches = ifOf(value);
  return branches && sortedJson(branches[0]) === condition
    ? select(branches[branch], condition, branch)
    : mapValues(value, (item) => select(item, condition, branch));
}
