/** The language as a tree: every key below a schema, and every object of a value that becomes a resource. */

import type * as v from 'valibot';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { type Becomes, becomes, type Field, fieldOf, unwrap } from './field.js';

/** A key of the language. */
export interface Key {
  /** Where it stands: `batch.*.instances.max_vcpus`, with `*` for a name and `[]` for an item. */
  readonly path: string;
  readonly name: string;
  readonly schema: v.GenericSchema;
  readonly field: Field;
  /** The resource types that have its property. */
  readonly types: readonly string[];
  /** The property that it becomes, from the resource down. */
  readonly property: string | undefined;
}

type Inside = {
  readonly wrapped?: v.GenericSchema;
  readonly forms?: readonly v.GenericSchema[];
  readonly entries?: v.ObjectEntries;
  readonly item?: v.GenericSchema;
  readonly type: string;
  readonly value?: v.GenericSchema;
};

/** Every key below a schema, in order. */
export function keysOf(schema: v.GenericSchema, path = '', types: readonly string[] = [], above = ''): Key[] {
  const { wrapped, forms, entries, item, type, value } = schema as Inside;
  if (wrapped) return keysOf(wrapped, path, types, above);
  if (forms) return forms.flatMap((form) => keysOf(form, path, types, above));
  if (item) return keysOf(item, `${path}[]`, types, above);
  if (type === 'record' && value) return keysOf(value, path ? `${path}.*` : '*', types, above);
  const own = becomes(schema)?.type;
  const inside = own === undefined ? types : [own];
  return Object.entries(entries ?? {}).flatMap(([name, entry]) => {
    const field = fieldOf(entry);
    if (!field) return [];
    const at = path ? `${path}.${name}` : name;
    const property = field.property && [above, field.property].filter((part) => part !== '').join('.');
    const key = { path: at, name, schema: entry, field, types: field.of ?? inside, property };
    return [key, ...keysOf(entry, at, inside, property ?? above)];
  });
}

/** An object of a value that becomes a resource. */
export interface ResourceObject {
  readonly becomes: Becomes;
  readonly path: Path;
  readonly value: Mapping;
}

/** Every object of a value that becomes a resource, the outer ones first. */
export function resourceObjects(schema: v.GenericSchema, value: unknown, path: Path): ResourceObject[] {
  if (!isMapping(value) || !hasResources(schema)) return [];
  const inner = unwrap(schema, value) as v.GenericSchema & Inside;
  const own = becomes(inner);
  const found = Object.entries(value).flatMap(([key, item]) => {
    const entry = inner.type === 'record' ? inner.value : inner.entries?.[key];
    return entry ? resourceObjects(entry, item, [...path, key]) : [];
  });
  return own ? [{ becomes: own, path, value }, ...found] : found;
}

const withResources = new WeakMap<v.GenericSchema, boolean>();

/** Whether a schema, or one inside it, becomes a resource: most values need not be looked at. */
function hasResources(schema: v.GenericSchema): boolean {
  const known = withResources.get(schema);
  if (known !== undefined) return known;
  const { wrapped, entries = {}, value, type } = schema as Inside;
  const inner = [wrapped, ...Object.values(entries), type === 'record' ? value : undefined];
  const has = becomes(schema) !== undefined || inner.some((each) => each !== undefined && hasResources(each));
  withResources.set(schema, has);
  return has;
}
