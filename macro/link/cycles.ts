/** Circular dependencies between resources, which CloudFormation refuses. */

import { resourceReferences } from '../template/references.js';
import type { Mapping } from '../template/template.js';

/** The logical ids that each resource of a template depends on, itself included where it does. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** What each resource refers to or waits for, among the resources themselves. */
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

/** The resources that are in a cycle, or wait for one that is. */
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

/** The shortest way from one resource to another by what they depend on, both included; `undefined` if there is none. */
export function wayBetween(from: string, to: string, dependencies: Dependencies): string[] | undefined {
  const reached = new Map<string, string | undefined>([[from, undefined]]);
  // A Map iterates over what is added to it meanwhile: it is the queue as well.
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
