/**
 * Translates paths in a module into paths in the source template. They differ because modules are read in the long form
 * and with functions evaluated, while the source can use the short form and have mappings inside an `Fn::If`.
 */

import { ifOf, isNoValue } from '../template/intrinsics.js';
import { isMapping, type Path, type Template } from '../template/template.js';
import { type Evaluator, Unknowable } from './evaluate.js';

/**
 * The path in the source of a path in a module: it leads through the selected branch of each `Fn::If`, and ends where
 * the source does. Paths outside modules stay the same.
 *
 * @param end - whether a path to an `Fn::If` ends at the function or at its selected branch
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
    // Items that are AWS::NoValue were removed and do not count.
    const place = Array.isArray(value) ? indexAmong(value, Number(key)) : key;
    if (Object.hasOwn(value, place)) {
      written.push(place);
      value = (value as Record<string | number, unknown>)[place];
    } else if (key !== 'batch') break; // In the short form, the body has no key `batch`.
  }
  return written;
}

function indexAmong(items: readonly unknown[], index: number): number {
  return [...items.keys()].filter((place) => !isNoValue(items[place]))[index] ?? items.length;
}
