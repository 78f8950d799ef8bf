/**
 * Tells whether a difference in a template must be one in the values. A function and a literal, such as a zone from
 * `Fn::GetAZs` and its name, can have the same value. References to the template's own resources are taken to differ.
 */

import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { references } from '../../macro/template/references.js';
import { isMapping } from '../../macro/template/template.js';
import { type Difference, isSame } from './differences.js';

/** Functions whose result depends on more than the template. `Fn::If` is left only by more conditions than are tried. */
const OUTSIDE = ['Fn::FindInMap', 'Fn::GetAZs', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Transform', 'Fn::If'];

/**
 * Whether both values can be the same after all, because only one of them depends on something outside the template, or
 * each on something else.
 *
 * @param isResource - whether a name is the logical id of a resource
 */
export function canBeSame({ before, after }: Difference, isResource: (name: string) => boolean): boolean {
  if (before === undefined || after === undefined) return false;
  const [one, other] = [before, after].map((value) => [...new Set(unknownsIn(value, isResource))].sort());
  return !isSame(one, other);
}

function unknownsIn(value: unknown, isResource: (name: string) => boolean): string[] {
  const named = references(value, []).flatMap(({ kind, name }) => (kind === 'Ref' && !isResource(name) ? [name] : []));
  return [...named, ...functionsIn(value)];
}

function functionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn);
  if (typeof value === 'string' && value.includes('{{resolve:')) return [value];
  if (!isMapping(value)) return [];
  const [name = ''] = isIntrinsic(value) ? Object.keys(value) : [];
  const own = OUTSIDE.includes(name) ? [JSON.stringify(value)] : [];
  return [...own, ...Object.values(value).flatMap(functionsIn)];
}
