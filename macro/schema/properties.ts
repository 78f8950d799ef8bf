/** Converts values into CloudFormation properties, by the `property` of their fields. */

import type * as v from 'valibot';
import { unlessNothing } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
import { becomes, fieldOf } from './field.js';
import { insideOf, unwrap } from './inside.js';
import { keysOf } from './walk.js';

/** A schema with fields. */
export interface Fields {
  readonly entries: v.ObjectEntries;
}

type Properties = Record<string, unknown>;

/** Lists whose entries are identified by a key, and merged by it with those of overrides. */
export const NAMED_LISTS: Readonly<Record<string, string>> = {
  ResourceRequirements: 'Type',
  Environment: 'Name',
  Secrets: 'Name',
};

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
  const rows = rowsOf(schema);
  for (const key of Object.keys(values)) {
    const row = rows.get(key);
    const value = values[key];
    if (!row || value === undefined) continue;
    const { entry, property, above, of } = row;
    const inner = unwrap(entry, value);
    if (property === undefined) {
      if (hasFields(inner) && !becomes(inner) && isMapping(value)) collect(inner, value, type, out, siblings);
    } else if (of === undefined || (type !== undefined && of.includes(type))) {
      // AWS rejects an empty mapping, so one with a single property must be absent together with it.
      if (siblings.get(above) !== 1) put(out, property, within(inner, value));
      else put(out, property.slice(0, -1), unlessNothing(within(inner, value), wrapIn(property)));
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
  readonly entry: v.GenericSchema;
  readonly property: readonly string[] | undefined;
  /** The path of the mapping that has the property. */
  readonly above: string;
  readonly of: readonly string[] | undefined;
}

const rowsBySchema = new WeakMap<Fields, ReadonlyMap<string, Row>>();

/** The keys of an object, computed once. */
function rowsOf(schema: Fields): ReadonlyMap<string, Row> {
  const known = rowsBySchema.get(schema);
  if (known) return known;
  const rows = new Map<string, Row>();
  for (const [key, entry] of Object.entries(schema.entries)) {
    const { property, of } = fieldOf(entry) ?? {};
    const names = property?.split('.');
    rows.set(key, { entry, property: names, above: names?.slice(0, -1).join('.') ?? '', of });
  }
  rowsBySchema.set(schema, rows);
  return rows;
}

/** The value of a property. Objects in it, and in lists, are converted as well. */
function within(schema: v.GenericSchema, value: unknown): unknown {
  if (hasFields(schema) && isMapping(value)) return properties(schema, value);
  const { item } = insideOf(schema);
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

/** Whether a type is a mapping with keys of its own. */
export function hasFields(schema: v.GenericSchema): schema is v.GenericSchema & Fields {
  return Object.hasOwn(schema, 'entries') && schema.type === 'object';
}
