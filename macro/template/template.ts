/**
 * The shapes that pass through the expansion: CloudFormation templates as plain data. Nothing here knows the
 * language of a module; it must never hold more than types and the few questions that one asks of plain data.
 */

/** A mapping of a template: what YAML and JSON call a map or an object. */
export type Mapping = { readonly [key: string]: unknown };

/** A place in a template: mapping keys and list indexes, from the top. */
export type Path = readonly (string | number)[];

/** What a resource can have beside its properties, as far as a module passes it on to what it becomes. */
export interface Attributes {
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  readonly Metadata?: unknown;
}

/** One entry of a template's `Resources`. */
export interface Resource extends Attributes {
  readonly Type: string;
  readonly Properties: Mapping;
}

/** A CloudFormation template after parsing; sections that this project never touches stay as they came. */
export type Template = Mapping;

/** A resource that a module becomes, with the place in the template that asked for it. */
export interface Emitted {
  readonly id: string;
  readonly resource: Resource;
  readonly path: Path;
}

/** The properties that there are, each with those inside it. */
export interface PropertyTree {
  readonly [name: string]: PropertyTree;
}

/** What the expansion is told beside the template; everything else would make its result depend on where it runs. */
export interface Context {
  /** Values of the template's parameters, defaults included; lists as lists. */
  readonly parameters: Mapping;
  /** The stack's Region, where it is known. */
  readonly region?: string | undefined;
  /** What the macro is called in `Transform`; the function that it asks at deployment is called after it. */
  readonly macroName?: string;
  /** True where no other transform adds to the template, so that whatever is missing now stays missing. */
  readonly isComplete?: boolean;
  /** AWS's properties by resource type, to check `overrides` with; too large for where it is not given. */
  readonly specification?: PropertyTree;
}

/** True for a mapping, that is neither a list nor empty (`null`). */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Any value as text. A mapping from a template may have a `toString` of its own, which is no function. */
export function textOf(value: unknown): string {
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}

/** The mapping under a key of a template, or an empty one. */
export function section(template: Template, name: string): Mapping {
  const value = Object.hasOwn(template, name) ? template[name] : undefined;
  return isMapping(value) ? value : {};
}
