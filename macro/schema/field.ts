/**
 * What the language is made of: a few types over valibot that know what templates need. A literal may
 * be an intrinsic function; numbers and booleans may arrive as text, as they do from parameters; a mapping reports
 * every key that it does not know. Each type's message says what it expects, and nothing else.
 */

import * as v from 'valibot';
import { type Intrinsic, isDynamic, isIntrinsic, type Takes } from '../template/intrinsics.js';
import { isMapping } from '../template/template.js';

/** What is known of a key, apart from its type. */
export interface Field {
  /** One line, a whole sentence: what the key does, with its unit. */
  readonly doc: string;
  /** A value that a user might write. */
  readonly example: unknown;
  /** Where the value goes one to one: a property path, such as `A.B`. A value inside it has a path inside that one. */
  readonly property?: string;
  /** The resource types that have the property, where it is not the one that the key's object becomes. */
  readonly of?: readonly string[];
  /** The page that says so. */
  readonly source?: string;
  /** True for what Provose had and CloudFormation has no use for. */
  readonly ignored?: true;
}

/** The CloudFormation resource that an object becomes. */
export interface Becomes {
  readonly type: string;
  /** The properties that cannot be overridden, each with what to do instead. */
  readonly owned: Readonly<Record<string, string>>;
}

type Schema = v.GenericSchema;
type Entries = v.ObjectEntries;

/** A key of an object: its type, and what else is known of it. */
export function field<const S extends Schema>(schema: S, about: Field): S & { readonly field: Field } {
  return { ...schema, field: about };
}

/** What is known of a key, through whatever wraps its type. */
export function fieldOf(schema: Schema): Field | undefined {
  const { field: about, wrapped } = schema as { field?: Field; wrapped?: Schema };
  return about ?? (wrapped && fieldOf(wrapped));
}

/** The resource that an object becomes; `undefined` for any other type. */
export function becomes(schema: Schema): Becomes | undefined {
  return (schema as { becomes?: Becomes }).becomes;
}

/** A function or a dynamic reference: its value is not known here. */
const isUnseen = (input: unknown) => isIntrinsic(input) || isDynamic(input);
const intrinsic = v.custom<Intrinsic>(isUnseen, 'an intrinsic function');

/** The type, or an intrinsic function, which passes through unseen. */
export function orIntrinsic<const S extends Schema>(literal: S) {
  const choose = (input: unknown) => (isUnseen(input) ? intrinsic : literal);
  return { ...v.lazy<S | typeof intrinsic>(choose), forms: [literal] };
}

/** One of several types, told apart by a look at the value. */
export function either<const S extends readonly Schema[]>(choose: (input: unknown) => S[number], ...forms: S) {
  return { ...v.lazy<S[number]>(choose), forms };
}

/** Text; an integer or a boolean is taken as its text, for YAML may have read it so. */
export function text(expected = 'text', pattern?: RegExp) {
  const asText = (input: unknown) =>
    typeof input === 'boolean' || Number.isSafeInteger(input) ? String(input) : input;
  const steps = [v.unknown(), v.transform(asText), v.string(expected)] as const;
  return orIntrinsic(pattern ? v.pipe(...steps, v.regex(pattern, expected)) : v.pipe(...steps));
}

/** An integer that must be known when the template is expanded. */
export function knownInteger(least: number, most: number) {
  const expected = `an integer from ${least} to ${most}`;
  const asNumber = (input: unknown) =>
    typeof input === 'string' && /^-?\d+$/.test(input.trim()) ? Number(input) : input;
  return v.pipe(
    v.unknown(),
    v.transform(asNumber),
    v.number(expected),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}

export const integer = (least: number, most: number) => orIntrinsic(knownInteger(least, most));

/** A boolean that must be known when the template is expanded. */
export const knownBoolean = v.pipe(
  v.unknown(),
  v.transform((input) => (input === 'true' ? true : input === 'false' ? false : input)),
  v.boolean('true or false'),
);

export const boolean = orIntrinsic(knownBoolean);

/** One of a few words that must be known when the template is expanded. */
export const knownChoice = <const W extends readonly string[]>(...words: W) => v.picklist(words, words.join(' or '));

export const choice = <const W extends readonly string[]>(...words: W) => orIntrinsic(knownChoice(...words));

/** A list whose length must be known when the template is expanded. */
export function knownList<const S extends Schema>(item: S, least = 0, most = Number.MAX_SAFE_INTEGER) {
  const expected =
    most < Number.MAX_SAFE_INTEGER
      ? `a list of ${least} to ${most} entries`
      : least === 0
        ? 'a list'
        : 'a list that is not empty';
  return v.pipe(v.array(item, expected), v.minLength(least, expected), v.maxLength(most, expected));
}

export const list = <const S extends Schema>(item: S, least = 0) => orIntrinsic(knownList(item, least));

/** A mapping with the keys of its fields; every other key is reported. */
export function object<const E extends Entries>(entries: E) {
  return mapping(v.object(entries, 'a mapping'), UNKNOWN_KEY, (key) => Object.hasOwn(entries, key));
}

/**
 * An object that becomes a CloudFormation resource: each `property` of its fields is one of that resource. Its last key
 * is `overrides`: raw properties, laid over the others, so that a property that AWS adds works without a release.
 */
export function resource<const E extends Entries>(
  type: string,
  entries: E,
  about: { readonly example: unknown } & Omit<Becomes, 'type'>,
) {
  const overrides = v.optional(
    field(dictionary(/^[A-Z][A-Za-z0-9]*$/, 'the name of a CloudFormation property', v.any()), {
      doc: `Properties of ${type}, laid over the others: mappings merge, lists and intrinsic functions replace, null removes.`,
      example: about.example,
      source: `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${type.toLowerCase().replace('aws::', '').replace('::', '-')}.html`,
    }),
  );
  return { ...object({ ...entries, overrides }), becomes: { type, owned: about.owned } };
}

/** A mapping from names to values, in its order. */
export function dictionary<const S extends Schema>(name: RegExp, nameExpected: string, value: S) {
  // A key that every object inherits would be dropped by valibot, for safety's sake; here it is reported.
  const usable = (key: string) => key !== '__proto__' && key !== 'prototype' && key !== 'constructor';
  const otherName = 'a name other than __proto__, prototype and constructor';
  return {
    ...mapping(v.record(v.pipe(v.string(), v.regex(name, nameExpected)), value, 'a mapping'), otherName, usable),
    name,
  };
}

/** A schema for objects that refuses lists, and with the message each key that is not known. */
function mapping<const S extends Schema>(schema: S, message: string, isKnown: (key: string) => boolean): S {
  return {
    ...schema,
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isMapping(input)) {
        v._addIssue(this as never, 'type', dataset, config);
        return dataset;
      }
      const result = schema['~run'](dataset, config);
      for (const key of Object.keys(input).filter((name) => !isKnown(name))) {
        const path = [{ type: 'object', origin: 'key', input, key, value: input[key] }];
        v._addIssue(this as never, 'key', result as never, config, { message, path, input: key } as never);
      }
      return result;
    },
  };
}

/** The message of the issue that says that a mapping has no such key. */
export const UNKNOWN_KEY = 'unknown key';

/** The schema at a place inside another one, as far as it says; `value` tells which of several types is meant. */
export function step(schema: Schema, key: string | number, value: unknown): Schema | undefined {
  const inner = unwrap(schema, value) as { entries?: Entries; item?: Schema; type: string; value?: Schema };
  if (inner.entries) return Object.hasOwn(inner.entries, key) ? inner.entries[key] : undefined;
  return inner.item ?? (inner.type === 'record' ? inner.value : undefined);
}

/** The type itself, without `optional` and with the choice between several made by the value. */
export function unwrap(schema: Schema, value: unknown): Schema {
  const outer = schema as { wrapped?: Schema; getter?: (input: unknown) => Schema };
  if (outer.wrapped) return unwrap(outer.wrapped, value);
  return outer.getter ? unwrap(outer.getter(value), value) : schema;
}

/** What a type takes where an intrinsic function stands for the whole value. */
export function takesOf(schema: Schema): Takes {
  const { wrapped, forms, getter } = schema as { wrapped?: Schema; forms?: readonly Schema[]; getter?: unknown };
  if (wrapped) return takesOf(wrapped);
  const [literal] = forms ?? [];
  if (!literal || !getter || forms?.length !== 1) return 'anything';
  return Object.hasOwn(literal, 'item') ? 'list' : 'text';
}

/** Whether the type takes an intrinsic function as it is. */
export function acceptsIntrinsics(schema: Schema, value: Intrinsic): boolean {
  return unwrap(schema, value) === intrinsic;
}
