/**
 * Converts types of the language into JSON Schema. The result must accept everything that `validate` accepts. It also
 * accepts what JSON Schema cannot express, such as rules between keys.
 *
 * This is a walker of its own: `@valibot/to-json-schema` would need an override for every type, because any value can be
 * an intrinsic function, and scalars can be written as text.
 */

import type * as v from 'valibot';
import { becomes } from '../macro/schema/field.js';
import { insideOf, literalOf, stepsOf, wordsOf } from '../macro/schema/inside.js';
import { type Json, scalar } from './json-scalars.js';
import { type DescribedKey, describedKeys, expectedOf, takesFunctions } from './keys.js';

type Schema = v.GenericSchema;

export const definition = (name: string): Json => ({ $ref: `#/definitions/${name}` });

/** The definition of what an object becomes: `JobQueue` for an `AWS::Batch::JobQueue`. */
const nameOf = (type: string) => type.split('::').at(-1) ?? type;

/** Converts types of the language. Objects that become resources are definitions, because they are large. */
export class Converter {
  readonly definitions: Record<string, Json> = { function: FUNCTION, unseen: UNSEEN, loop: LOOP };
  readonly #described: ReadonlyMap<string, DescribedKey>;
  readonly #explain: (key: DescribedKey) => Json;

  /** @param explain - the keywords that describe a key */
  constructor(explain: (key: DescribedKey) => Json) {
    this.#described = new Map(describedKeys().map((key) => [key.path, key]));
    this.#explain = explain;
  }

  /** A value of a type, or an intrinsic function instead of it. */
  valueOf(schema: Schema, path: string): Json {
    const forms = this.#formsOf(schema, path);
    const [first = {}, ...others] = forms;
    // Not `anyOf`, because then editors say that a function was expected, too.
    return {
      ...snippetsOf(forms),
      if: definition(takesFunctions(schema) ? 'unseen' : 'function'),
      else: others.length === 0 ? first : { anyOf: [first, ...others] },
    };
  }

  /** The keys of an object, with their descriptions. */
  keysOf(entries: v.ObjectEntries, path: string): Record<string, Json> {
    const converted = Object.entries(entries).map(([name, entry]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const key = this.#described.get(at);
      return [name, { ...(key && this.#explain(key)), ...this.valueOf(entry as Schema, at) }] as const;
    });
    return Object.fromEntries(converted);
  }

  /** The literals of a type, in all of its forms. */
  #formsOf(schema: Schema, path: string): Json[] {
    const inside = insideOf(schema);
    const { wrapped, forms, entries, item, key, value, options } = inside;
    if (wrapped) return this.#formsOf(wrapped, path);
    if (forms) return forms.flatMap((form) => this.#formsOf(form, path));
    if (entries) return [this.#object(schema, entries, path)];
    if (inside.type === 'record' && key && value) {
      return [{ ...named(key), additionalProperties: this.valueOf(value, path === '' ? '*' : `${path}.*`) }];
    }
    if (item) return [{ type: 'array', items: this.valueOf(item, `${path}[]`), ...lengthOf(schema) }];
    return [options ? { enum: options } : scalar(schema, expectedOf(schema))];
  }

  #object(schema: Schema, entries: v.ObjectEntries, path: string): Json {
    const own = becomes(schema);
    const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
    const convert = () => ({
      type: 'object',
      ...(own && { description: `Becomes an ${own.type}.` }),
      properties: this.keysOf(entries, path),
      ...(required.length > 0 && { required }),
      ...alternatives(schema),
      additionalProperties: false,
    });
    if (!own) return convert();
    this.definitions[nameOf(own.type)] ??= convert();
    return definition(nameOf(own.type));
  }
}

/** The words of a value again, because yaml-language-server does not complete what is in `else`. */
function snippetsOf(forms: readonly Json[]): Json {
  const words = forms
    .flatMap(({ enum: own = [] }) => own as unknown[])
    .filter((word) => word !== 'true' && word !== 'false');
  return words.length > 1 ? { defaultSnippets: words.map((word) => ({ label: String(word), body: word })) } : {};
}

/**
 * A transform or loop among the keys of a mapping, which can stand for any of them, also for required ones. Its short form,
 * and that of other functions with a mapping, is a list for yaml-language-server. No list in JSON matches.
 */
const LOOP: Json = {
  anyOf: [
    { type: 'object', not: { propertyNames: { not: { pattern: '^Fn::(Transform$|ForEach::)' } } } },
    { type: 'array', minItems: 1, maxItems: 0 },
  ],
};

/**
 * An intrinsic function. What is in it is not checked. In short forms, yaml-language-server compares only the type that
 * the setting `yaml.customTags` declares: an object, or for a mapping, whose keys it would check, a list.
 * https://github.com/redhat-developer/yaml-language-server#adding-custom-tags
 */
const FUNCTION: Json = {
  anyOf: [
    {
      type: 'object',
      patternProperties: { '^Ref$': { type: ['string', 'object'] }, '^Fn::': {} },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    },
    definition('loop'),
  ],
};

/** A value that is not known before deployment: a function, or a dynamic reference. */
const UNSEEN: Json = { anyOf: [definition('function'), { type: 'string', pattern: '\\{\\{resolve:' }] };

/** A mapping whose keys are names. */
const named = (name: Schema): Json => ({
  type: 'object',
  propertyNames: scalar(name, expectedOf(name)),
});

/** The keys that are required unless another key, or a value of it, makes them unnecessary: either one must be there. */
function alternatives(schema: Schema): Json {
  const { entries = {}, requires = () => [] } = insideOf(schema);
  const others = Object.entries(entries).map(
    ([key, entry]) => [key, wordsOf(literalOf(entry as Schema)) ?? [true]] as const,
  );
  const needed = requires({}).map((key) => {
    const instead = others.flatMap(([other, values]) => {
      const useless = values.filter((value) => requires({ [other]: value }).includes(key));
      if (other === key || useless.length === values.length) return [];
      return [
        { required: [other], ...(useless.length > 0 && { properties: { [other]: { not: { enum: useless } } } }) },
      ];
    });
    return { anyOf: [{ required: [key] }, ...instead] };
  });
  return needed.length > 0 ? { allOf: needed } : {};
}

/** How many items a list has. Items that are `AWS::NoValue` do not count, so a list with functions can be longer. */
function lengthOf(list: Schema): Json {
  const limit = (type: string) => stepsOf(list).find((step) => step.type === type)?.requirement as number;
  const [least, most] = [limit('min_length'), limit('max_length')];
  return {
    ...(least > 0 && { minItems: least }),
    ...(most < Number.MAX_SAFE_INTEGER && { anyOf: [{ maxItems: most }, { contains: definition('function') }] }),
  };
}
