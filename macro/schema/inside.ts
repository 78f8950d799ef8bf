/** What types consist of, which valibot's general type does not declare, and questions about them. */

import type * as v from 'valibot';
import type { Intrinsic, Takes } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import type { NameFix } from './fix.js';
import { intrinsic, type Requires } from './types.js';

type Schema = v.GenericSchema;

/** What a type can consist of. */
export interface Inside {
  readonly type: string;
  /** What is optional. */
  readonly wrapped?: Schema;
  readonly default?: unknown;
  /** The types that `getter` selects from, without that of functions. */
  readonly forms?: readonly Schema[];
  readonly getter?: (input: unknown) => Schema;
  readonly preferKnown?: true;
  /** The keys of a mapping. */
  readonly entries?: v.ObjectEntries;
  readonly requires?: Requires;
  readonly refused?: Readonly<Record<string, string>>;
  /** The names and values of a dictionary. */
  readonly key?: Schema;
  readonly value?: Schema;
  readonly fix?: NameFix;
  /** The items of a list. */
  readonly item?: Schema;
  /** The words of a choice. */
  readonly options?: readonly string[];
  /** The steps of a type, among them conversions and constraints. */
  readonly pipe?: readonly Schema[];
  /** The bound or pattern of a constraint. */
  readonly requirement?: unknown;
  readonly message?: string;
}

/** What a type consists of. */
export const insideOf = (schema: Schema) => schema as unknown as Inside;

/** Whether a key must have a value. */
export function isRequired(schema: Schema, key: string | number, value: Mapping): boolean {
  const { type, entries = {}, requires } = insideOf(schema);
  if (type !== 'object') return false;
  return entries[key]?.type !== 'optional' || (requires?.(value).includes(String(key)) ?? false);
}

/** The schema of a key or item. The value selects between several types. */
export function step(schema: Schema, key: string | number, value: unknown): Schema | undefined {
  const { type, entries, item, value: each } = insideOf(unwrap(schema, value));
  if (entries) return Object.hasOwn(entries, key) ? entries[key] : undefined;
  return item ?? (type === 'record' ? each : undefined);
}

/** The type without `optional`. The value selects between several types. */
export function unwrap(schema: Schema, value: unknown): Schema {
  const { wrapped, getter } = insideOf(schema);
  if (wrapped) return unwrap(wrapped, value);
  return getter ? unwrap(getter(value), value) : schema;
}

/** The type without `optional` and without functions. A list stands for its items. */
export function literalOf(schema: Schema): Schema {
  const { wrapped, forms, item } = insideOf(schema);
  const inner = wrapped ?? (forms?.length === 1 ? forms[0] : item);
  return inner ? literalOf(inner) : schema;
}

/** The steps of a type, including those of nested pipes. */
export const stepsOf = (schema: Schema): readonly Inside[] =>
  (insideOf(schema).pipe ?? [schema]).flatMap((step) => (insideOf(step).pipe ? stepsOf(step) : [insideOf(step)]));

/** Whether a literal type is an integer with bounds. */
export const isInteger = (literal: Schema): boolean => stepsOf(literal).some(({ type }) => type === 'integer');

/** Whether a literal type is a number. */
export const isNumber = (literal: Schema): boolean => stepsOf(literal).some(({ type }) => type === 'number');

/** The words of a literal type; `undefined` for any other. */
export const wordsOf = (literal: Schema): readonly string[] | undefined => insideOf(literal).options;

/** What an intrinsic function must return to be valid for the whole value. */
export function takesOf(schema: Schema): Takes {
  const { wrapped, forms, getter } = insideOf(schema);
  if (wrapped) return takesOf(wrapped);
  const [literal] = forms ?? [];
  if (!literal || !getter || forms?.length !== 1) return 'anything';
  return Object.hasOwn(literal, 'item') ? 'list' : 'text';
}

/** Whether a function is evaluated if that is possible, although the type accepts it. */
export const prefersKnown = (schema: Schema, value: unknown): boolean => {
  const { wrapped, getter, preferKnown: itself } = insideOf(schema);
  if (itself) return true;
  const inner = wrapped ?? getter?.(value);
  return inner !== undefined && prefersKnown(inner, value);
};

/** Whether the type accepts an intrinsic function without evaluating it. */
export function acceptsIntrinsics(schema: Schema, value: Intrinsic): boolean {
  return unwrap(schema, value) === intrinsic;
}
