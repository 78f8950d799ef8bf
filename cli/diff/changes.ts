/** Compares two sides: what an update from one to the other does to each resource, by AWS's specification. */

import { casesOf } from './cases.js';
import { actionOf, type Change, effectOn, type PropertyChange } from './change.js';
import { type Difference, differences, isSame } from './differences.js';
import { propagate } from './propagate.js';
import { hiddenBetween, type Settled, type Side } from './side.js';
import { canBeSame } from './unknowns.js';

/** What an update from one side to the other does, in the order of the new template, removals last. */
export function changesBetween(before: Side, after: Side): Change[] {
  const isResource = (name: string) => before.resources.has(name) || after.resources.has(name);
  const kept = [...after.resources.values()].map((resource) =>
    changeOf(resource, before.resources.get(resource.id), isResource),
  );
  const removed = [...before.resources.values()]
    .filter(({ id }) => !after.resources.has(id))
    .map((resource): Change => ({ ...UNCHANGED, id: resource.id, action: 'removed', before: resource }));
  return [...propagate(kept, hiddenBetween(before, after)), ...removed].filter(isChange);
}

const UNCHANGED = { properties: [], attributes: [] };

/** Every resource that both sides have is here, and nearly all of them stay as they are. */
const isChange = ({ action, attributes }: Change) => action !== 'attributes' || attributes.length > 0;

/** Whether a resource has a type of its own, and not one that AWS::Serverless-2016-10-31 turns into another. */
const isExpanded = ({ type }: Settled) => !type.startsWith('AWS::Serverless::');

function changeOf(after: Settled, before: Settled | undefined, isResource: (name: string) => boolean): Change {
  if (!before) return { ...UNCHANGED, id: after.id, action: 'added', after };
  const found = differences(before.properties, after.properties);
  const properties = found.flatMap((difference) => propertyChange(after, difference, isResource));
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])];
  const attributes = names.filter((name) => !isSame(before.attributes[name], after.attributes[name]));
  if (!isSame(before.condition, after.condition)) attributes.push('Condition');
  const change = { id: after.id, before, after, properties, attributes };
  if (before.type === after.type) return { ...change, action: actionOf(change) };
  return { ...change, action: isExpanded(before) && isExpanded(after) ? 'replaced' : 'changed' };
}

/** A difference as a change, which is certain if the values differ whatever the conditions in them result in. */
function propertyChange(
  resource: Settled,
  { path, before, after }: Difference,
  isResource: (name: string) => boolean,
): PropertyChange[] {
  const cases = casesOf({ before, after }).map(
    (values): Difference => ({ path, before: values.before, after: values.after }),
  );
  const differing = cases.filter((one) => !isSame(one.before, one.after));
  const [effect, ...others] = new Set(differing.map((one) => effectOn(resource, one)));
  if (effect === undefined) return [];
  const isCertain = differing.length === cases.length && !differing.some((one) => canBeSame(one, isResource));
  const possible = isCertain ? {} : { isPossible: true };
  return [{ path, before, after, effect: others.length > 0 ? 'conditional' : effect, ...possible }];
}
