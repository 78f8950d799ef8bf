/** Turns values into the CloudFormation properties that their fields name. */

import type * as v from 'valibot';
import { isMapping, type Mapping } from '../template/template.js';
import { becomes, fieldOf, unwrap } from './field.js';

/** A schema with fields. */
interface Fields {
  readonly entries: v.ObjectEntries;
}

type Properties = Record<string, unknown>;

/**
 * The properties of one resource type that an object's values are, those of the objects inside it included.
 *
 * @param type - the resource type; by default the one that the object becomes
 */
export function properties(
  schema: v.GenericSchema & Fields,
  values: Mapping,
  type = becomes(schema)?.type,
): Properties {
  const out: Properties = {};
  collect(schema, values, type, out);
  return out;
}

function collect(schema: Fields, values: Mapping, type: string | undefined, out: Properties): void {
  for (const [key, entry] of Object.entries(schema.entries)) {
    const value = values[key];
    if (value === undefined) continue;
    const { property, of } = fieldOf(entry) ?? {};
    const inner = unwrap(entry, value);
    if (property === undefined) {
      if (hasFields(inner) && !becomes(inner) && isMapping(value)) collect(inner, value, type, out);
    } else if (of === undefined || (type !== undefined && of.includes(type))) {
      put(out, property.split('.'), within(inner, value));
    }
  }
}

/** A value as what it is inside its property: objects and lists of objects have properties of their own there. */
function within(schema: v.GenericSchema, value: unknown): unknown {
  if (hasFields(schema) && isMapping(value)) return properties(schema, value);
  const { item } = schema as { item?: v.GenericSchema };
  if (!item || !Array.isArray(value)) return value;
  return hasFields(item) ? value.map((each) => within(item, each)) : value;
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
