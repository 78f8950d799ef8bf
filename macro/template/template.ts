/**
 * The data types of the expansion: CloudFormation templates as plain data. This file must not depend on the language of
 * modules, and must contain only types and basic predicates and accessors.
 */

/** A mapping in a template: a YAML map or a JSON object. */
export type Mapping = { readonly [key: string]: unknown };

/** A place in a template: mapping keys and list indexes, from the root. */
export type Path = readonly (string | number)[];

/** The resource attributes that a module passes on to its generated resources. */
export interface Attributes {
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  readonly Metadata?: unknown;
}

/** An entry of a template's `Resources`. */
export interface Resource extends Attributes {
  readonly Type: string;
  readonly Properties: Mapping;
}

/** A parsed CloudFormation template. Sections that this project does not use stay unchanged. */
export type Template = Mapping;

/** A generated resource, with the path in the source that it was generated from. */
export interface Emitted {
  readonly id: string;
  readonly resource: Resource;
  readonly path: Path;
}

/**
 * The type of a property: `text`, `number`, `boolean`, `anything`, `map` for a mapping or its JSON text, or words
 * separated by `|`; a list with the type of its items; or properties by name, of which `*` stands for any name, and `!`
 * lists the required ones, separated by `|`.
 */
export type PropertyType = string | readonly PropertyType[] | { readonly [name: string]: PropertyType };

/** The properties of resource types. */
export type Specification = Readonly<Record<string, PropertyType>>;

/** A difference from the specification: a property that does not exist, a value of another type, or a word that is not listed. */
export interface Deviation {
  readonly kind: 'property' | 'type' | 'word';
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/** Finds the differences in properties of a resource type; `path` is their place. */
export type Compare = (properties: Mapping, type: string, path: Path) => readonly Deviation[];

/** The input of the expansion besides the template. Nothing else may influence the result. */
export interface Context {
  /** The values of the template's parameters, including defaults; lists as lists. */
  readonly parameters: Mapping;
  /** The stack's Region, if known. */
  readonly region?: string | undefined;
  /** The macro's name in `Transform`, from which the name of the custom resource function derives. */
  readonly macroName?: string;
  /** True if no other transform adds to the template, so that anything missing now stays missing. */
  readonly isComplete?: boolean;
  /** Whether another transform can add something with a name, so that a reference to it can be valid. */
  readonly canBeAdded?: (name: string) => boolean;
  /** Compares `overrides` with AWS's specification. The macro omits it because of its size. */
  readonly compare?: Compare;
  /** The time zone that a misspelled name means, if any. The macro omits it, because time zones change. */
  readonly meantTimeZone?: (name: string) => string | undefined;
}

/** Whether a value is a mapping: an object that is neither a list nor `null`. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any value as text. `String()` would throw on a mapping with a key `toString` that is not a function. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

/** The mapping under a key, or an empty one. */
export function section(template: Template, name: string): Mapping {
  const value = Object.hasOwn(template, name) ? template[name] : undefined;
  return isMapping(value) ? value : {};
}

/**
 * The mapping with each value changed, without those that become `undefined`. If no value changes, it is the identical
 * object.
 */
export function mapValues(mapping: Mapping, change: (value: unknown, key: string) => unknown): Mapping {
  let changed: Record<string, unknown> | undefined;
  for (const key in mapping) {
    const value = change(mapping[key], key);
    if (value === mapping[key]) continue;
    changed ??= { ...mapping };
    if (value === undefined) delete changed[key];
    else changed[key] = value;
  }
  return changed ?? mapping;
}

/** The entries of a mapping by key, for lists: the order of keys in a template has no meaning. */
export function sortedEntries<Value>(values: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A value as JSON text with sorted keys. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => (isMapping(item) ? Object.fromEntries(sortedEntries(item)) : item));
}
