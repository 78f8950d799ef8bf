/** Compares the overrides of a module with AWS's specification. */

import type { Module } from '../read/module.js';
import type { Compare, Deviation, Path } from '../template/template.js';
import { once } from './once.js';
import { overridesOf } from './overrides.js';

const comparison = once((compare: Compare) => once((module: Module) => find(module, compare)));

/** The differences in all overrides of a module; none without the specification. */
export const deviationsIn = (module: Module, compare: Compare | undefined): readonly Deviation[] =>
  compare === undefined ? [] : comparison(compare)(module);

function find(module: Module, compare: Compare): Deviation[] {
  return overridesOf(module).flatMap(({ over, resource, at }) => {
    // `owned-property` reports these, and the mappings that contain them.
    const owned = Object.keys(resource.owned).map((property) => `${property}.`);
    const isOwned = (path: Path) => {
      const property = `${path.slice(at.length).join('.')}.`;
      return owned.some((name) => name.startsWith(property) || property.startsWith(name));
    };
    return compare(over, resource.type, at).filter(({ path }) => !isOwned(path));
  });
}
