/**
 * Where the author of a template wrote what the expansion knows by another place. The expansion reads modules in the long
 * form with functions worked out; an author may write the short form, and a mapping inside an `Fn::If`.
 */

import { ifOf, isNoValue } from '../template/intrinsics.js';
import { isMapping, type Path, type Template } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/**
 * The written place of a place in a module that was read: inside the branch of each `Fn::If` that was taken, and as far
 * down as the template goes. A place outside modules is its own.
 *
 * @param end - whether a place that has an `Fn::If` is that of the function, or of the branch that it comes to
 */
export function locate(
  template: Template,
  path: Path,
  evaluator: Evaluator,
  end: 'function' | 'branch' = 'function',
): Path {
  const written: (string | number)[] = [];
  let value: unknown = template;
  for (const key of end === 'branch' ? [...path, undefined] : path) {
    for (let branches = ifOf(value); branches && isMapping(value); branches = ifOf(value)) {
      const branch = evaluator.branchOf(value);
      if (branch instanceof Unknowable) break;
      written.push('Fn::If', branch);
      value = branches[branch];
    }
    if (key === undefined || typeof value !== 'object' || value === null) break;
    // Items that are AWS::NoValue were left out, and do not count.
    const place = Array.isArray(value) ? indexAmong(value, Number(key)) : key;
    if (Object.hasOwn(value, place)) {
      written.push(place);
      value = (value as Record<string | number, unknown>)[place];
    } else if (key !== 'batch') break; // In the short form, the body is what stands under `batch`.
  }
  return written;
}

function indexAmong(items: readonly unknown[], index: number): number {
  return [...items.keys()].filter((place) => !isNoValue(items[place]))[index] ?? items.length;
}
