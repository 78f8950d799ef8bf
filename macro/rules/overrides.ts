/** Finds the overrides of a module. */

import type * as v from 'valibot';
import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import type { Becomes } from '../schema/field.js';
import { resourceObjects } from '../schema/walk.js';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { once } from './once.js';

export interface Overrides {
  readonly over: Mapping;
  /** The resource that they apply to. */
  readonly resource: Becomes;
  readonly at: Path;
  /** The object that has them, and its type. */
  readonly value: Mapping;
  readonly schema: v.GenericSchema;
}

/** The overrides of a module. */
export const overridesOf = once(({ environments }: Module): readonly Overrides[] => {
  const objects = environments.flatMap(({ value, path }) => resourceObjects(computeEnvironment, value, path));
  return objects.flatMap(({ becomes: resource, schema, value, path }) => {
    const over = value['overrides'];
    return isMapping(over) ? [{ over, resource, at: [...path, 'overrides'], value, schema }] : [];
  });
});

/** Whether the overrides of a resource have one of some properties. */
export const overridesReach = (over: object | undefined, properties: readonly string[]): boolean =>
  properties.some((name) => Object.hasOwn(over ?? {}, name));
