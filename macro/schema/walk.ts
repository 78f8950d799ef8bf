/** Traverses the language: all keys of a schema, and all objects in a value that become resources. */

import type * as v from 'valibot';
import { isMapping, type Mapping, type Path } from '../template/template.js';
import { type Becomes, becomes, type Field, fieldOf } from './field.js';
import { insideOf, unwrap } from './inside.js';

/** A key of the language. */
export interface Key {
  /** The path: `batch.*.instances.max_vcpus`, with `*` for a name and `[]` for an item. */
  readonly path: string;
  readonly name: string;
  readonly schema: v.GenericSchema;
  readonly field: Field;
  /** The resource types that have its property. */
  readonly types: readonly string[];
  /** The path of the property that it becomes, starting at the resource. */
  readonly property: string | undefined;
}

/** Every key below a schema, in order. */
export function keysOf(schema: v.GenericSchema, path = '', types: readonly string[] = [], above = ''): Key[] {
  const { wrapped, forms, entries, item, type, value } = insideOf(schema);
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

/** An object that becomes a resource. */
export interface ResourceObject {
  readonly becomes: Becomes;
  readonly schema: v.GenericSchema;
  readonly path: Path;
  readonly value: Mapping;
}

/** All objects in a value that become resources, outer objects first. */
export function resourceObjects(schema: v.GenericSchema, value: unknown, path: Path): ResourceObject[] {
  const found: ResourceObject[] = [];
  collectObjects(schema, value, path, found);
  return found;
}

function collectObjects(schema: v.GenericSchema, value: unknown, path: Path, found: ResourceObject[]): void {
  const holder = holderOf(schema);
  if (!holder || !isMapping(value)) return;
  const { own, each, keys } = holder;
  if (own) found.push({ becomes: own, schema: unwrap(schema, value), path, value });
  if (each) for (const [key, inner] of Object.entries(value)) collectObjects(each, inner, [...path, key], found);
  for (const [key, inner] of keys) collectObjects(inner, value[key], [...path, key], found);
}

/** Where values of a type contain objects that become resources. */
interface Holder {
  readonly own: Becomes | undefined;
  /** The type of every entry, if the type is a dictionary. */
  readonly each: v.GenericSchema | undefined;
  /** The keys whose values contain such objects, with their types. */
  readonly keys: readonly (readonly [string, v.GenericSchema])[];
}

const holders = new WeakMap<v.GenericSchema, Holder | undefined>();

/** Computed once per type; `undefined` for types without such objects, which are most. */
function holderOf(schema: v.GenericSchema): Holder | undefined {
  if (!holders.has(schema)) holders.set(schema, makeHolder(schema));
  return holders.get(schema);
}

function makeHolder(schema: v.GenericSchema): Holder | undefined {
  const { wrapped, entries = {}, value, type } = insideOf(schema);
  if (wrapped) return holderOf(wrapped);
  const own = becomes(schema);
  const each = type === 'record' && value && holderOf(value) ? value : undefined;
  const keys = Object.entries(entries).filter(([, entry]) => holderOf(entry));
  return own || each || keys.length > 0 ? { own, each, keys } : undefined;
}

/** A key with a constraint on its surroundings, where a mapping has it. */
export interface Constrained {
  readonly field: Field;
  readonly path: Path;
  /** The mapping that has the key. */
  readonly within: Mapping;
  readonly schema: v.GenericSchema;
}

/** The keys in a value whose fields have `platforms` or `excludes`. */
export function constrainedKeys(schema: v.GenericSchema, value: unknown, path: Path): Constrained[] {
  const found: Constrained[] = [];
  collectConstrained(schema, value, path, found);
  return found;
}

function collectConstrained(schema: v.GenericSchema, value: unknown, path: Path, found: Constrained[]): void {
  if (typeof value !== 'object' || value === null || !hasConstraints(schema)) return;
  const { entries, item, value: each } = insideOf(unwrap(schema, value));
  if (Array.isArray(value)) {
    if (item) for (const [index, inner] of value.entries()) collectConstrained(item, inner, [...path, index], found);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const entry = entries ? (Object.hasOwn(entries, key) ? entries[key] : undefined) : each;
    if (!entry || inner === undefined) continue;
    const field = entries && fieldOf(entry);
    if (field && isConstrained(field))
      found.push({ field, path: [...path, key], within: value as Mapping, schema: entry });
    if (hasConstraints(entry)) collectConstrained(entry, inner, [...path, key], found);
  }
}

const isConstrained = ({ platforms, excludes }: Field) => platforms !== undefined || excludes !== undefined;

const constrained = new WeakMap<v.GenericSchema, boolean>();

/** Whether a key of a type, or inside it, has a constraint; computed once per type, because most have none. */
function hasConstraints(schema: v.GenericSchema): boolean {
  const known = constrained.get(schema);
  if (known !== undefined) return known;
  const { wrapped, forms = [], entries = {}, item, value } = insideOf(schema);
  const inner = [wrapped, ...forms, ...Object.values(entries), item, value].filter((each) => each !== undefined);
  const own = Object.values(entries).some((entry) => isConstrained(fieldOf(entry) ?? ({} as Field)));
  const has = own || inner.some((each) => typeof each === 'object' && hasConstraints(each));
  constrained.set(schema, has);
  return has;
}

interface ObjectIn {
  readonly entries: v.ObjectEntries;
  /** Whether there is one under each name. */
  readonly isEach: boolean;
}

/** The mappings with keys that a key can have as its value. */
export function objectsIn(schema: v.GenericSchema, isEach = false): readonly ObjectIn[] {
  const { wrapped, forms, entries, type, value } = insideOf(schema);
  if (wrapped) return objectsIn(wrapped, isEach);
  if (forms) return forms.flatMap((form) => objectsIn(form, isEach));
  if (type === 'record' && value) return objectsIn(value, true);
  return entries ? [{ entries, isEach }] : [];
}
