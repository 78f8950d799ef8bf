/**
 * The shapes that pass through the expansion: CloudFormation templates as plain data. Nothing here knows the
 * language of a module; it must never hold more than types and the few questions that one asks of plain data.
 */

/** A mapping of a template: what YAML and JSON call a map or an object. */
export type Mapping = { readonly [key: string]: unknown };

/** A place in a template: mapping keys and list indexes, from the top. */
export type Path = readonly (string | number)[];

/** One entry of a template's `Resources`. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Mapping;
  readonly DependsOn?: readonly string[];
}

/** A CloudFormation template after parsing; sections that this project never touches stay as they came. */
export type Template = Mapping;

/** A resource that a module becomes, with the place in the template that asked for it. */
export interface Emitted {
  readonly id: string;
  readonly resource: Resource;
  readonly path: Path;
}

/** What the expansion is told beside the template; everything else would make its result depend on where it runs. */
export interface Context {
  /** Values of the template's parameters, defaults included; lists as lists. */
  readonly parameters: Mapping;
  /** The stack's Region, where it is known. */
  readonly region?: string | undefined;
  /** True where no other transform follows this one, so that whatever is unknown now stays unknown. */
  readonly last?: boolean;
}

/** True for a mapping, that is neither a list nor empty (`null`). */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping under a key of a template, or an empty one. */
export function section(template: Template, name: string): Mapping {
  const value = Object.hasOwn(template, name) ? template[name] : undefined;
  return isMapping(value) ? value : {};
}
