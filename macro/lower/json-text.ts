/**
 * JSON text that contains intrinsic functions, for properties that take JSON as text. What the template says is escaped,
 * also within functions. What is known only at deployment is not: no function of CloudFormation can do so.
 */

import {
  canBeNothing,
  concat,
  type Intrinsic,
  ifOf,
  inAllBranches,
  isIntrinsic,
  isNoValue,
  subOf,
} from '../template/intrinsics.js';
import { isMapping, type Mapping, textOf } from '../template/template.js';

type Part = string | Intrinsic;

/** A mapping as JSON text. Functions stand for text. An entry that is `AWS::NoValue`, also by a condition, is absent. */
export const jsonText = (value: Mapping): Part => joined(partsOf(value));

/** The parts as one, with adjacent text merged. */
function joined(parts: readonly Part[]): Part {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return concat(...merged);
}

function partsOf(value: unknown): Part[] {
  if (isIntrinsic(value)) return ['"', escaped(value) as Part, '"'];
  if (!isMapping(value)) return [JSON.stringify(value)];
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && !isNoValue(item));
  // First those that are always there, after which a comma can belong to the entry that may be absent.
  const [always, sometimes] = [false, true].map((may) => entries.filter(([, item]) => canBeNothing(item) === may));
  return ['{', ...entriesOf([...(always ?? []), ...(sometimes ?? [])], ''), '}'];
}

/** @param comma - what separates the first entry from those before it, if there are any */
function entriesOf([first, ...rest]: readonly (readonly [string, unknown])[], comma: '' | ','): Part[] {
  if (!first) return [];
  const [key, value] = first;
  const entry = (item: unknown) => [`${comma}${JSON.stringify(key)}:`, ...partsOf(item)];
  if (!canBeNothing(value)) return [...entry(value), ...entriesOf(rest, ',')];
  const unlessNothing = (otherwise: readonly Part[], after: readonly Part[]) =>
    inAllBranches(value, (branch) =>
      joined(isNoValue(branch) ? otherwise : [...entry(textOrFunction(branch)), ...after]),
    );
  return comma === ','
    ? [unlessNothing([], []) as Part, ...entriesOf(rest, ',')]
    : [unlessNothing(entriesOf(rest, ''), entriesOf(rest, ',')) as Part];
}

/** A value with its literal text escaped, also as an argument of functions. */
function escaped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(escaped);
  if (!isIntrinsic(value)) return JSON.stringify(textOf(value)).slice(1, -1);
  if (ifOf(value)) return inAllBranches(value, escaped);
  const { 'Fn::Join': parts, 'Fn::Select': choice } = value;
  if (Array.isArray(parts)) return { 'Fn::Join': parts.map(escaped) };
  if (Array.isArray(choice) && Array.isArray(choice[1])) return { 'Fn::Select': [choice[0], escaped(choice[1])] };
  const { text, variables } = subOf(value) ?? {};
  if (text === undefined) return value;
  const all = Object.entries(variables ?? {}).map(([name, item]) => [name, escaped(item)]);
  return { 'Fn::Sub': all.length > 0 ? [escaped(text), Object.fromEntries(all)] : escaped(text) };
}

const textOrFunction = (value: unknown) => (isIntrinsic(value) ? value : textOf(value));
