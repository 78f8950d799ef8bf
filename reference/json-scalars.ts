/** Converts the scalars of the language into JSON Schema: text, numbers and booleans, some of which can be written as text. */

import type * as v from 'valibot';
import { type Inside, stepsOf } from '../macro/schema/inside.js';

/** A schema, or a part of one. */
export type Json = { readonly [keyword: string]: unknown };

/**
 * Text, a number or a boolean. A type that converts its input also accepts the others, where they have the same text.
 *
 * @param expected - what the type expects, for the message
 */
export function scalar(type: v.GenericSchema, expected: string | undefined): Json {
  const steps = stepsOf(type);
  const has = (name: string) => steps.some((step) => step.type === name);
  const converts = has('unknown') && has('transform');
  // Of VS Code and yaml-language-server. Others ignore it.
  const message = expected === undefined ? {} : { errorMessage: `Expected ${expected}.` };
  if (has('string')) return { ...text(steps, converts), ...message };
  if (has('number')) return { ...number(steps, converts), ...message };
  if (has('boolean')) return { enum: converts ? [true, false, 'true', 'false'] : [true, false], ...message };
  return {};
}

function text(steps: readonly Inside[], converts: boolean): Json {
  const regexes = steps.flatMap(({ type, requirement }) => (type === 'regex' ? [requirement as RegExp] : []));
  const [first, ...others] = regexes.map((regex) => ({ pattern: patternOf(regex) }));
  const safe = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
  return {
    ...(converts ? { type: ['string', 'integer', 'boolean'], ...safe } : { type: 'string' }),
    ...first,
    ...(others.length > 0 && { allOf: others }),
  };
}

function number(steps: readonly Inside[], converts: boolean): Json {
  const limit = (type: string) => steps.find((step) => step.type === type)?.requirement;
  const isInteger = steps.some(({ type }) => type === 'integer');
  const name = isInteger ? 'integer' : 'number';
  const written = isInteger ? '^\\s*-?\\d+\\s*$' : '^\\s*-?\\d*\\.?\\d+\\s*$';
  const bounds = { minimum: limit('min_value'), maximum: limit('max_value') };
  return converts ? { type: [name, 'string'], ...bounds, pattern: written } : { type: name, ...bounds };
}

/** A pattern without flags, which JSON Schema does not have. Where case is ignored, classes must have no letters. */
export function patternOf({ source, flags }: RegExp): string {
  if (!flags.includes('i')) return source;
  return source.replace(/\\.|\[[^\]]*\]|[a-z]/gi, (part) =>
    /^[a-z]$/i.test(part) ? `[${part.toUpperCase()}${part.toLowerCase()}]` : part,
  );
}
