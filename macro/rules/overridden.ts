/** Finds the values in the overrides of a module, with the keys of the language that set the same properties. */

import type * as v from 'valibot';
import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import type { Field } from '../schema/field.js';
import { literalOf } from '../schema/inside.js';
import { keysOf } from '../schema/walk.js';
import { isIntrinsic, isPlainMapping } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { once } from './once.js';
import { type Overrides, overridesOf } from './overrides.js';

/** A value in overrides that is neither a mapping nor a list. */
export interface Overriding {
  readonly type: string;
  /** The property, without the indexes of lists, as if the job had one container in `ContainerProperties`. */
  readonly property: string;
  /** Text, a number, a boolean or a function. */
  readonly value: unknown;
  readonly path: Path;
  /** The mapping with the property. */
  readonly within: Mapping;
}

/** A value in overrides that is not a function either. */
export interface Overridden extends Overriding {
  readonly value: string | number | boolean;
}

/** The values in all overrides of a module. */
export const overridingIn = once((module: Module): readonly Overriding[] => overridesOf(module).flatMap(valuesIn));

/** The values in overrides, except those that cannot be overridden. */
export function valuesIn({ over, resource, at }: Overrides): Overriding[] {
  const all: Overriding[] = [];
  const owned = Object.keys(resource.owned);
  const isOwned = (property: string) => owned.some((name) => property === name || property.startsWith(`${name}.`));
  collect(over, at, '', over, (property, value, path, within) => {
    if (!isOwned(property)) all.push({ type: resource.type, property: inContainer(property), value, path, within });
  });
  return all;
}

/** The values in all overrides of a module that are not functions. */
export const overriddenIn = once((module: Module): readonly Overridden[] =>
  overridingIn(module).filter((each): each is Overridden => !isIntrinsic(each.value)),
);

type Add = (property: string, value: unknown, path: Path, within: Mapping) => void;

function collect(value: unknown, path: Path, property: string, within: Mapping, add: Add): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], property, within, add);
  } else if (isPlainMapping(value)) {
    for (const [name, item] of Object.entries(value))
      collect(item, [...path, name], property === '' ? name : `${property}.${name}`, value, add);
  } else add(property, value, path, within);
}

/** The containers of Managed Instances, of several containers and of several nodes have the same properties. */
const CONTAINER =
  /^(NodeProperties\.NodeRangeProperties\.)?(Container|EcsProperties\.TaskProperties(\.Containers)?)(?=\.)/;

const inContainer = (property: string) => property.replace(CONTAINER, 'ContainerProperties');

/** A key of the language, and its type without functions. */
export interface SettingKey {
  readonly field: Field;
  readonly literal: v.GenericSchema;
}

let keys: ReadonlyMap<string, SettingKey> | undefined;

/** The key that sets the property of an overridden value; `undefined` if there is none. */
export function keyOf({ type, property }: Overridden): SettingKey | undefined {
  keys ??= new Map(
    keysOf(computeEnvironment).flatMap(({ types, field, schema, property: own = field.overriddenBy }) =>
      own === undefined ? [] : types.map((each) => [`${each} ${own}`, { field, literal: literalOf(schema) }] as const),
    ),
  );
  return keys.get(`${type} ${property}`);
}
