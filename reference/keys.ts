/**
 * Describes the keys of the language for people and tools: what the reference pages, `explain` and the JSON Schema say of
 * a key comes from here, and here it comes from the schema.
 */

import type * as v from 'valibot';
import { becomes } from '../macro/schema/field.js';
import { insideOf } from '../macro/schema/inside.js';
import { module } from '../macro/schema/module.js';
import { typesOn } from '../macro/schema/platform.js';
import { type Key, keysOf } from '../macro/schema/walk.js';

/** A key as users read about it. */
export interface DescribedKey {
  /** `batch.*.instances.max_vcpus`, with `*` for a name and `[]` for an item. */
  readonly path: string;
  readonly name: string;
  /** What the value can be, as in error messages. */
  readonly expected: string;
  /** Whether the value is a mapping with keys of its own. */
  readonly isGroup: boolean;
  readonly isRequired: boolean;
  /** The default, if it is a single value. */
  readonly defaultValue: unknown;
  /** Whether the whole value can be an intrinsic function. */
  readonly takesFunctions: boolean;
  readonly doc: string;
  readonly example: unknown;
  /** The values of `compute_environment_type` that it is limited to, if it is. */
  readonly onlyWith: readonly string[] | undefined;
  /** The keys of the same mapping that it cannot be combined with. */
  readonly excludes: readonly string[];
  /** Names that users may try instead, in snake_case. */
  readonly aliases: readonly string[];
  /** The page that defines it. */
  readonly source: string | undefined;
  /** The properties that it becomes, such as `AWS::Batch::JobQueue.Priority`. */
  readonly properties: readonly string[];
  /** The resource type that each of its entries becomes, if they do. */
  readonly entries?: string;
  /** Whether it has no effect in CloudFormation. */
  readonly isIgnored: boolean;
}

/** All keys, in the order of the schema. */
export const describedKeys = (): DescribedKey[] => keysOf(module).map(describe);

function describe({ path, name, schema, field, types, property }: Key): DescribedKey {
  const { wrapped, default: value } = insideOf(schema);
  const expected = expectedOf(schema) ?? '';
  const entries = typeOfEntries(schema);
  return {
    path,
    name,
    expected,
    isGroup: expected.startsWith('a mapping'),
    isRequired: wrapped === undefined,
    defaultValue: typeof value === 'object' ? undefined : value,
    takesFunctions: takesFunctions(schema),
    doc: field.doc,
    example: field.example,
    onlyWith: field.platforms && typesOn(field.platforms),
    excludes: field.excludes ?? [],
    aliases: field.aliases ?? [],
    source: field.source,
    properties: property === undefined ? [] : types.map((type) => `${type}.${property}`),
    ...(entries === undefined ? {} : { entries }),
    isIgnored: field.ignored ?? false,
  };
}

/** The resource type that each entry of a mapping becomes. */
function typeOfEntries(schema: Schema): string | undefined {
  const { wrapped, type, value } = insideOf(schema);
  return wrapped ? typeOfEntries(wrapped) : type === 'record' && value ? becomes(value)?.type : undefined;
}

/** With which other keys and values a key can be used, as sentences in Markdown. */
export const conditionsOf = ({ onlyWith, excludes }: DescribedKey): string[] => [
  ...(onlyWith ? [`Only if \`compute_environment_type\` is ${onlyWith.join(' or ')}.`] : []),
  ...(excludes.length > 0 ? [`Not with ${excludes.map((key) => `\`${key}\``).join(', ')}.`] : []),
];

/** The default as users write it; `undefined` if there is none. */
export const writtenDefault = ({ defaultValue }: DescribedKey): string | undefined =>
  defaultValue === undefined ? undefined : JSON.stringify(defaultValue).replace(/^"|"$/g, '') || "''";

type Schema = v.GenericSchema;

/** The expected value, as in the schema's error message; `undefined` if there is none. */
export function expectedOf(schema: Schema): string | undefined {
  const { wrapped, forms, pipe, message, type, value } = insideOf(schema);
  if (wrapped) return expectedOf(wrapped);
  if (forms) return forms.map(expectedOf).join(', or ');
  if (type === 'record') return value && insideOf(value).entries ? 'a mapping from names' : 'a mapping';
  return (
    pipe?.map(expectedOf).findLast((text) => text !== undefined) ?? message ?? (type === 'any' ? 'anything' : undefined)
  );
}

/** Whether an intrinsic function can stay until deployment. Others are evaluated, where that is possible. */
export function takesFunctions(schema: Schema): boolean {
  const { wrapped, getter, forms = [], type } = insideOf(schema);
  if (wrapped) return takesFunctions(wrapped);
  return type === 'any' || (getter !== undefined && forms.length === 1) || forms.some(takesFunctions);
}
