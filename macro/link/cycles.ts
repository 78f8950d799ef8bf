/** Finds circular dependencies between resources, which CloudFormation rejects. */

import { type Guard, resourceReferences } from '../template/references.js';
import type { Mapping } from '../template/template.js';

/** The logical ids that each resource depends on, including its own if it refers to itself. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** The resources that each resource refers to or lists in `DependsOn`. */
export function dependenciesOf(resources: Mapping): Dependencies {
  const ids = Object.keys(resources);
  const known = new Set(ids);
  return new Map(
    ids.map((id) => {
      const names = resourceReferences(id, resources[id]).filter(
        ({ kind }) => kind !== 'Condition' && kind !== 'Mapping',
      );
      return [id, new Set(names.map(({ name }) => name).filter((name) => known.has(name)))];
    }),
  );
}

/** The resources that are in a cycle, or depend on one that is. */
export function tangled(dependencies: Dependencies): ReadonlySet<string> {
  const waiting = new Map([...dependencies].map(([id, names]) => [id, names.size]));
  const dependents = new Map<string, string[]>();
  for (const [id, names] of dependencies)
    for (const name of names) dependents.set(name, [...(dependents.get(name) ?? []), id]);
  const free = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of free) {
    waiting.delete(id);
    for (const dependent of dependents.get(id) ?? []) {
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) free.push(dependent);
    }
  }
  return new Set(waiting.keys());
}

/** The conditions under which each of some resources refers to the next one. */
export function guardsAlong(way: readonly string[], resources: Mapping): readonly Guard[] {
  return way.slice(0, -1).flatMap((id, index) => {
    const references = resourceReferences(id, resources[id]).filter(({ name }) => name === way[index + 1]);
    const isAlways = references.some(({ guards }) => guards.length === 0);
    return isAlways ? [] : (references[0]?.guards ?? []);
  });
}

/** The shortest dependency path between two resources, both included, or `undefined` if there is none. */
export function wayBetween(from: string, to: string, dependencies: Dependencies): string[] | undefined {
  const reached = new Map<string, string | undefined>([[from, undefined]]);
  // A Map's iterator also visits entries added during the iteration, so the Map doubles as the queue.
  for (const [id] of reached) {
    if (id === to) {
      const way: string[] = [];
      for (let step: string | undefined = id; step !== undefined; step = reached.get(step)) way.unshift(step);
      return way;
    }
    for (const next of dependencies.get(id) ?? []) if (!reached.has(next)) reached.set(next, id);
  }
  return undefined;
}
