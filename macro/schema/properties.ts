/** Converts values into CloudFormation properties, by the `property` of their fields. */

import type * as v from 'valibot';
import { unlessNothing } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
import { becomes, fieldOf, unwrap } from './field.js';
import { keysOf } from './walk.js';

/** A schema with fields. */
interface Fields {
  readonly entries: v.ObjectEntries;
}

type Properties = Record<string, unknown>;

/**
 * The properties of one resource type that the values of an object set, including those of nested objects.
 *
 * @param type - the resource type; by default the one that the object becomes
 */
export function properties(
  schema: v.GenericSchema & Fields,
  values: Mapping,
  type = becomes(schema)?.type,
): Properties {
  const out: Properties = {};
  collect(schema, values, type, out, siblingsOf(schema));
  return out;
}

function collect(
  schema: Fields,
  values: Mapping,
  type: string | undefined,
  out: Properties,
  siblings: ReadonlyMap<string, number>,
): void {
  for (const { key, entry, property, of } of rowsOf(schema)) {
    const value = values[key];
    if (value === undefined) continue;
    const inner = unwrap(entry, value);
    if (property === undefined) {
      if (hasFields(inner) && !becomes(inner) && isMapping(value)) collect(inner, value, type, out, siblings);
    } else if (of === undefined || (type !== undefined && of.includes(type))) {
      const above = property.slice(0, -1);
      // AWS rejects an empty mapping, so one with a single property must be absent together with it.
      if (siblings.get(above.join('.')) === 1) put(out, above, unlessNothing(within(inner, value), wrapIn(property)));
      else put(out, property, within(inner, value));
    }
  }
}

const wrapIn = (property: readonly string[]) => (value: unknown) => ({ [property.at(-1) ?? '']: value });

const siblings = new WeakMap<Fields, ReadonlyMap<string, number>>();

/** How many keys set a property of each nested mapping, by its path. */
function siblingsOf(schema: v.GenericSchema & Fields): ReadonlyMap<string, number> {
  const known = siblings.get(schema);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const { property } of keysOf(schema)) {
    const above = property?.split('.').slice(0, -1).join('.');
    if (above) counts.set(above, (counts.get(above) ?? 0) + 1);
  }
  siblings.set(schema, counts);
  return counts;
}

/** A key, and where its value goes. */
interface Row {
  readonly key: string;
  readonly entry: v.GenericSchema;
  readonly property: readonly string[] | undefined;
  readonly of: readonly string[] | undefined;
}

const rows = new WeakMap<Fields, readonly Row[]>();

/** The keys of an object in their order, computed once. */
function rowsOf(schema: Fields): readonly Row[] {
  const known = rows.get(schema);
  if (known) return known;
  const made = Object.entries(schema.entries).map(([key, entry]) => {
    const { property, of } = fieldOf(entry) ?? {};
    return { key, entry, property: property?.split('.'), of };
  });
  rows.set(schema, made);
  return made;
}

/** The value of a property. Objects in it, and in lists, are converted as well. */
function within(schema: v.GenericSchema, value: unknown): unknown {
  if (hasFields(schema) && isMapping(value)) return properties(schema, value);
  const { item } = schema as { item?: v.GenericSchema };
  return item && Array.isArray(value) ? value.map((each) => within(unwrap(item, each), each)) : value;
}

function put(out: Properties, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) out[name] = value;
  else {
    const inner = { ...(out[name] as Mapping | undefined) };
    put(inner, rest, value);
    out[name] = inner;
  }
}

function hasFields(schema: v.GenericSchema): schema is v.GenericSchema & Fields {
  return Object.hasOwn(schema, 'entries') && schema.type === 'object';
}
