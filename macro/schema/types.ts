/**
 * The types of the language, based on valibot. They accept what templates contain: intrinsic functions instead of
 * literals, and numbers and booleans as text, as parameters provide them. A mapping reports every unknown key. The message
 * of a type says what it expects.
 */

import * as v from 'valibot';
import { type Intrinsic, isUnseen } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
import { type Becomes, field } from './field.js';
import type { NameFix } from './fix.js';

type Schema = v.GenericSchema;
type Entries = v.ObjectEntries;

/** An intrinsic function, or other text that only the deployment replaces. */
export const intrinsic = v.custom<Intrinsic>(isUnseen, 'an intrinsic function');

/** The type or an intrinsic function, which passes through without validation. */
export function orIntrinsic<const S extends Schema>(literal: S) {
  const choose = (input: unknown) => (isUnseen(input) ? intrinsic : literal);
  return { ...v.lazy<S | typeof intrinsic>(choose), forms: [literal] };
}

/** One of several types, selected by the value. */
export function either<const S extends readonly Schema[]>(choose: (input: unknown) => S[number], ...forms: S) {
  return { ...v.lazy<S[number]>(choose), forms };
}

/** Text. Integers and booleans are accepted as their text, because unquoted YAML reads text as such. */
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

/** A number of vCPUs: an integer, or one of the fractions that AWS Fargate offers. */
function knownVcpus(most: number) {
  const expected = `an integer from 1 to ${most}, or 0.25 or 0.5 on Fargate`;
  const asNumber = (input: unknown) =>
    typeof input === 'string' && /^\s*-?\d*\.?\d+\s*$/.test(input) ? Number(input) : input;
  const isValid = (value: number) => value === 0.25 || value === 0.5 || (Number.isInteger(value) && value >= 1);
  return v.pipe(
    v.unknown(),
    v.transform(asNumber),
    v.number(expected),
    v.check(isValid, expected),
    v.maxValue(most, expected),
  );
}

export const vcpus = (most: number) => orIntrinsic(knownVcpus(most));

export const integer = (least: number, most: number) => orIntrinsic(knownInteger(least, most));

/** A number, which can have a fraction. */
export function decimal(least: number, most: number) {
  const expected = `a number from ${least} to ${most}`;
  const asNumber = (input: unknown) =>
    typeof input === 'string' && /^\d+(\.\d+)?$/.test(input.trim()) ? Number(input) : input;
  return orIntrinsic(
    v.pipe(
      v.unknown(),
      v.transform(asNumber),
      v.number(expected),
      v.minValue(least, expected),
      v.maxValue(most, expected),
    ),
  );
}

/** A boolean that must be known when the template is expanded. */
export const knownBoolean = v.pipe(
  v.unknown(),
  v.transform((input) => (input === 'true' ? true : input === 'false' ? false : input)),
  v.boolean('true or false'),
);

export const boolean = orIntrinsic(knownBoolean);

/** One of several words that must be known when the template is expanded. */
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

/** The optional keys that are required because of the other values of a mapping. */
export type Requires = (value: Mapping) => readonly string[];

/**
 * A mapping with the keys of its fields. All other keys are reported.
 *
 * @param refused - fixes for keys that users write and that have no other name
 */
export function object<const E extends Entries>(
  entries: E,
  requires: Requires = () => [],
  refused: Readonly<Record<string, string>> = {},
) {
  return {
    ...mapping(v.object(entries, 'a mapping'), UNKNOWN_KEY, (key) => Object.hasOwn(entries, key), requires),
    requires,
    refused,
  };
}

/**
 * An object that becomes a CloudFormation resource, to which each `property` of its fields belongs. Its last key is
 * `overrides`, which sets any property directly, so that properties that AWS adds work without a new release.
 */
export function resource<const E extends Entries>(
  type: string,
  entries: E,
  about: { readonly example: unknown; readonly requires?: Requires } & Omit<Becomes, 'type'>,
) {
  const overrides = v.optional(
    field(
      dictionary(/^[A-Z][A-Za-z0-9]*$/, 'the name of a CloudFormation property', v.any(), { meant: inPascalCase }),
      {
        doc: `Properties of ${type}, merged into the generated ones: mappings merge, lists and intrinsic functions replace, null removes.`,
        example: about.example,
        source: `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${type.toLowerCase().replace('aws::', '').replace('::', '-')}.html`,
      },
    ),
  );
  return { ...object({ ...entries, overrides }, about.requires), becomes: { type, owned: about.owned } };
}

/** A name in the spelling of CloudFormation: `RetryStrategy` for `retryStrategy` and `retry_strategy`. */
const inPascalCase = (name: string) => name.replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A mapping from names to values. */
export function dictionary<const S extends Schema>(name: RegExp, nameExpected: string, value: S, fix: NameFix = {}) {
  // Valibot drops keys that every object inherits, for safety. Here they are reported.
  const usable = (key: string) => key !== '__proto__' && key !== 'prototype' && key !== 'constructor';
  const otherName = 'a name other than __proto__, prototype and constructor';
  return {
    ...mapping(v.record(v.pipe(v.string(), v.regex(name, nameExpected)), value, 'a mapping'), otherName, usable),
    name,
    fix,
  };
}

/** A schema for objects that rejects lists, and reports each unknown key with the message, and missing keys. */
function mapping<const S extends Schema>(
  schema: S,
  message: string,
  isKnown: (key: string) => boolean,
  requires: Requires = () => [],
): S {
  return {
    ...schema,
    '~run'(dataset: v.UnknownDataset, config: v.Config<v.BaseIssue<unknown>>) {
      const input = dataset.value;
      if (!isMapping(input)) {
        v._addIssue(this as never, 'type', dataset, config);
        return dataset;
      }
      const result = schema['~run'](dataset, config);
      const report = (key: string, about: object) => {
        const path = [{ type: 'object', origin: 'key', input, key, value: input[key] }];
        v._addIssue(this as never, 'key', result as never, config, { ...about, path } as never);
      };
      // As valibot reports a required key.
      for (const key of requires(input)) if (input[key] === undefined) report(key, { input: undefined });
      for (const key in input) if (!isKnown(key)) report(key, { message, input: key });
      return result;
    },
  };
}

/** The message of an issue about an unknown key. */
export const UNKNOWN_KEY = 'unknown key';

/** The type, with an intrinsic function evaluated if that is possible when the template is expanded. */
export const preferKnown = <const S extends Schema>(schema: S): S & { readonly preferKnown: true } => ({
  ...schema,
  preferKnown: true,
});
