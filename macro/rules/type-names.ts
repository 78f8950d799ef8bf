/** Tells the names of instance types that can exist from those that cannot. */

import { byName } from '../compute/by-name.js';
import { allTypes, familyIn, familyNames, familyOf, groupNames, isGroup, typesOf } from '../compute/instance-types.js';
import { nearest } from '../diagnostics/diagnostics.js';

/** A name that the table lacks. */
export interface UnknownName {
  /** Whether it is near a name of the table, and of a form that no type has. */
  readonly isMisspelled: boolean;
  readonly near: string | undefined;
}

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
const FAMILY = /^[a-z]+(-?\d+[a-z]{0,4}\d*|(-[a-z0-9]+)+)(-[a-z0-9]+)*$/;
const SIZE = /^(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/;

/** `undefined` for the name of a type, a family or a group. */
export const unknownName = byName((name): UnknownName | undefined => {
  if (isGroup(name) || typesOf(name).length > 0) return undefined;
  const dot = name.indexOf('.');
  const family = familyIn(name);
  const isWellFormed = FAMILY.test(family) && (dot === -1 || SIZE.test(name.slice(dot + 1)));
  const siblings = familyOf(family).map((type) => type.name);
  const near = nearest(name, siblings.length > 0 ? siblings : candidates(name, dot === -1));
  if (isGroup(name.replaceAll('-', '_'))) return { isMisspelled: true, near };
  return { isMisspelled: !isWellFormed && (near !== undefined || siblings.length > 0), near: near ?? siblings[0] };
});

/** Names of the same series, such as m, if there are any. */
function candidates(name: string, isFamily: boolean): string[] {
  const types = allTypes().map((type) => type.name);
  const names = isFamily ? [...familyNames(), ...groupNames, ...types] : types;
  const [series = ''] = /^[a-z]+/.exec(name) ?? [];
  const same = names.filter((each) => each.startsWith(series) && !/[a-z]/.test(each.charAt(series.length)));
  return nearest(name, same) === undefined ? names : same;
}
