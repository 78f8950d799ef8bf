/**
 * Places in a template as its author wrote it. What is worked out before it is read has other places than what was
 * written: a mapping that an `Fn::If` chose stands, for its author, inside that `Fn::If`.
 */

import { ifOf, isNoValue } from '../template/intrinsics.js';
import { isMapping, type Path, type Template } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/** The place itself where the template has it, or else where it was written. */
export function placeIn(template: Template, path: Path, evaluator: Evaluator): Path {
  let value: unknown = template;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      return locate(template, path, evaluator);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

/**
 * Where in the value as written a place of the resolved one is: inside the branch of an `Fn::If` that was taken, and as
 * far as there is anything.
 */
export function locate(raw: unknown, path: Path, evaluator: Evaluator): Path {
  const written: (string | number)[] = [];
  let value = raw;
  for (const key of [...path, undefined]) {
    for (let branches = ifOf(value); branches && isMapping(value); branches = ifOf(value)) {
      const branch = evaluator.branchOf(value);
      if (branch instanceof Unknowable) break;
      written.push('Fn::If', branch);
      value = branches[branch];
    }
    if (key === undefined || typeof value !== 'object' || value === null) break;
    // Items that are AWS::NoValue were left out, and do not count.
    const place = Array.isArray(value) ? indexAmong(value, Number(key)) : key;
    if (!Object.hasOwn(value, place)) break;
    written.push(place);
    value = (value as Record<string | number, unknown>)[place];
  }
  return written;
}

function indexAmong(items: readonly unknown[], index: number): number {
  return [...items.keys()].filter((place) => !isNoValue(items[place]))[index] ?? items.length;
}
