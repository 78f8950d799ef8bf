/** Compares two sides: what an update from one to the other does to each resource, by AWS's specification. */

import { actionOf, type Change, effectOn, type PropertyChange } from './change.js';
import { differences, isSame } from './differences.js';
import { propagate } from './propagate.js';
import type { Settled, Side } from './side.js';
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
  return [...propagate(kept), ...removed].filter(isChange);
}

const UNCHANGED = { properties: [], attributes: [] };

/** Every resource that both sides have is here, and nearly all of them stay as they are. */
const isChange = ({ action, attributes }: Change) => action !== 'attributes' || attributes.length > 0;

/** Whether a resource has a type of its own, and not one that AWS::Serverless-2016-10-31 turns into another. */
const isExpanded = ({ type }: Settled) => !type.startsWith('AWS::Serverless::');

function changeOf(after: Settled, before: Settled | undefined, isResource: (name: string) => boolean): Change {
  if (!before) return { ...UNCHANGED, id: after.id, action: 'added', after };
  const found = differences(before.properties, after.properties);
  const properties = found.map((difference): PropertyChange => {
    const isPossible = canBeSame(difference, isResource) ? { isPossible: true } : {};
    return { ...difference, effect: effectOn(after, difference), ...isPossible };
  });
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])];
  const attributes = names.filter((name) => !isSame(before.attributes[name], after.attributes[name]));
  if (!isSame(before.condition, after.condition)) attributes.push('Condition');
  const change = { id: after.id, before, after, properties, attributes };
  if (before.type === after.type) return { ...change, action: actionOf(change) };
  return { ...change, action: isExpanded(before) && isExpanded(after) ? 'replaced' : 'changed' };
}
