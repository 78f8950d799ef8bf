/** Finds the generated resources that have overrides. */

import type { Module } from '../read/module.js';
import { type Overrides, overridesOf } from '../rules/overrides.js';
import type { Emitted, Mapping } from '../template/template.js';

/** Overrides, with the properties of the resource that they became part of. */
export interface Overridden extends Overrides {
  readonly properties: Mapping;
}

/** The overrides of all modules. */
export function overriddenIn(modules: readonly Module[], emitted: readonly Emitted[]): Overridden[] {
  const all = modules.flatMap(overridesOf);
  if (all.length === 0) return [];
  const keyOf = (type: string, path: Emitted['path']) => JSON.stringify([type, path]);
  const resources = new Map(emitted.map(({ path, resource }) => [keyOf(resource.Type, path), resource]));
  return all.flatMap((overrides) => {
    const made = resources.get(keyOf(overrides.resource.type, overrides.at.slice(0, -1)));
    return made ? [{ ...overrides, properties: made.Properties }] : [];
  });
}
