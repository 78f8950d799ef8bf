/** What the language says of a key besides its type, and of objects that become resources. */

import type * as v from 'valibot';
import type { Platform } from './platform.js';

/** The description of a key, besides its type. */
export interface Field {
  /** One sentence that says what the key does, with its unit. */
  readonly doc: string;
  /** A typical value. */
  readonly example: unknown;
  /** The property that the value becomes, as a path such as `A.B`. Fields inside the value have paths relative to it. */
  readonly property?: string;
  /** The property that it becomes by code in `lower/`, and that replaces its value in `overrides`. */
  readonly overriddenBy?: string;
  /** The resource types that have the property, if not the one that the object becomes. */
  readonly of?: readonly string[];
  /** The documentation page that defines it. */
  readonly source?: string;
  /** The platforms whose compute environments and jobs can have the key, if not all. */
  readonly platforms?: readonly Platform[];
  /** Names that users may try instead, in snake_case: those of CloudFormation, Terraform, CDK and AWS Batch. */
  readonly aliases?: readonly string[];
  /** Keys of the same mapping that it cannot be combined with. */
  readonly excludes?: readonly string[];
  /** The key of the same mapping without which it has no effect. It is absent if that is, by a condition. */
  readonly onlyWith?: string;
  /** True if resources depend on whether the key has a value, so that this must be known when the template is expanded. */
  readonly isDecisive?: true;
  /** True if AWS accepts more words than the type, so that `overrides` may have others. */
  readonly isPartial?: true;
  /** True if AWS refuses text of another form than that of the type, so that `overrides` cannot have it either. */
  readonly isExact?: true;
  /** True if AWS is not known to refuse the property on other platforms, so that `overrides` may have it there. */
  readonly isTolerated?: true;
  /** The unit of a number, with which users write it as in other tools. */
  readonly unit?: 'MiB' | 'GiB';
  /** True for keys of Provose that have no effect in CloudFormation. */
  readonly ignored?: true;
}

/** The CloudFormation resource that an object becomes. */
export interface Becomes {
  readonly type: string;
  /** The properties that cannot be overridden, each with a suggested fix. */
  readonly owned: Readonly<Record<string, string>>;
}

type Schema = v.GenericSchema;

/** Adds the description of a key to its type. */
export function field<const S extends Schema>(schema: S, about: Field): S & { readonly field: Field } {
  return { ...schema, field: about };
}

/** The description of a key, also if its type is wrapped. */
export function fieldOf(schema: Schema): Field | undefined {
  const { field: about, wrapped } = schema as { field?: Field; wrapped?: Schema };
  return about ?? (wrapped && fieldOf(wrapped));
}

/** The resource that an object becomes; `undefined` for any other type. */
export function becomes(schema: Schema): Becomes | undefined {
  return (schema as { becomes?: Becomes }).becomes;
}
