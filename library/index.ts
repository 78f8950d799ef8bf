/**
 * The API for other programs, such as an editor, a pipeline or a CDK app. Its declarations are part of the package, so
 * this file must declare every exported type itself. docs/library.md says which parts are stable.
 */

import { locateAll } from '../cli/render.js';
import { readSource } from '../cli/source.js';
import { expandAsDeployed, expandSource, type Settings } from '../cli/template-file.js';
import { nestedTooDeep } from '../cli/yaml-syntax.js';
import { REGION } from '../macro/contract.js';
import { didYouMean } from '../macro/diagnostics/diagnostics.js';

/** What an expansion depends on, besides the template. */
export interface Options {
  /** The values of template parameters, instead of their defaults. Those that the template lacks are ignored. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** The Region of the stack, such as `us-east-1`. If it is known, what the Region lacks is reported. */
  readonly region?: string | undefined;
  /** The name of the macro in the template's `Transform`. The default is `ProvoseBatch`. */
  readonly macroName?: string | undefined;
}

/** A problem with a template. */
export interface Diagnostic {
  /** What kind of problem it is, such as `unknown-key`. */
  readonly code: string;
  /** An error prevents the deployment. A warning is about something legal that may not be intended. */
  readonly severity: 'error' | 'warning' | 'info';
  /** The place in the template: keys of mappings and indexes of lists, from the root. */
  readonly path: readonly (string | number)[];
  /** What is wrong, with the value received. */
  readonly message: string;
  /** The fix. */
  readonly hint: string;
  /** The line, from 1; `undefined` if the template is not text. */
  readonly line?: number | undefined;
  /** The column, from 1; `undefined` if the template is not text. */
  readonly column?: number | undefined;
}

/** A CloudFormation template as plain data. */
export interface Template {
  readonly [section: string]: unknown;
}

/** The result of an expansion. */
export interface Expansion {
  /** The template as the macro expands it; `undefined` if a diagnostic is an error, or with `runsFirst`. */
  readonly template?: Template | undefined;
  /** The transforms of the template that run before the macro, if only CloudFormation can expand it for this reason. */
  readonly runsFirst?: string | undefined;
  /** All problems, in the order of the template. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Expands a template as the macro does. It reads no file and calls no AWS API, and it does not change its arguments.
 *
 * @param template - the text of a template, YAML or JSON, or its data
 * @returns the expanded template, or why there is none: a mistake in the template is never an exception
 * @throws TypeError if an argument or option is of the wrong type, if an option does not exist, if `region` is not the name of a Region, or if the data
 *   is circular or otherwise not JSON
 */
export function expand(template: string | object, options: Options = {}): Expansion {
  const settings = settingsOf(options);
  if (typeof template === 'string') {
    const source = readSource('template', template);
    const { diagnostics, ...expansion } = expandSource(source, settings);
    return {
      template: expansion.template,
      runsFirst: expansion.runsFirst,
      diagnostics: locateAll(diagnostics, source),
    };
  }
  if (typeof template !== 'object' || template === null) throw wrong('template', 'text or an object', template);
  const text = asJson(template);
  if (text === undefined) {
    const { offset: _, ...diagnostic } = nestedTooDeep(0);
    return { template: undefined, runsFirst: undefined, diagnostics: [diagnostic] };
  }
  const data = JSON.parse(text);
  const { template: expanded, runsFirst, diagnostics } = expandAsDeployed(data, settings);
  const placed = diagnostics.map((diagnostic) => ({ diagnostic, place: placeOf(diagnostic.path, data) }));
  const sorted = placed.sort((a, b) => compare(a.place, b.place)).map(({ diagnostic }) => diagnostic);
  return { template: expanded, runsFirst, diagnostics: sorted };
}

/**
 * The problems of a template. It has errors exactly if `expand` finds them.
 *
 * @param template - as of `expand`
 */
export function validate(template: string | object, options: Options = {}): readonly Diagnostic[] {
  return expand(template, options).diagnostics;
}

function settingsOf(options: Options): Settings {
  if (!isRecord(options)) throw wrong('options', 'an object', options);
  const { parameters = {}, region, macroName = 'ProvoseBatch', ...unknown } = options;
  const [first] = Object.keys(unknown);
  if (first !== undefined) {
    throw new TypeError(`options has no ${first}. ${didYouMean(first, ['parameters', 'region', 'macroName'])}`);
  }
  if (!isRecord(parameters)) throw wrong('parameters', 'an object such as { Stage: "test" }', parameters);
  if (region !== undefined && (typeof region !== 'string' || !REGION.test(region))) {
    throw wrong('region', 'a Region such as us-east-1', region);
  }
  if (typeof macroName !== 'string') throw wrong('macroName', 'text', macroName);
  return { parameters, region, macroName };
}

/** Whether a value is an object with keys: not an array, a Map or an instance of another built-in class. */
const isRecord = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

/** What is wrong with an argument, for callers without TypeScript. */
function wrong(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}; received ${nameOf(value)}`);
}

/** A value in a message. */
function nameOf(value: unknown): string {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject) return Object.prototype.toString.call(value).slice('[object '.length, -1);
  return typeof value === 'function' ? 'a function' : String(value);
}

/** What JSON would leave out, replace by `null`, or empty. A key that is `undefined` counts as absent. */
const isLost = (value: unknown) =>
  typeof value === 'function' ||
  typeof value === 'symbol' ||
  (typeof value === 'number' && !Number.isFinite(value)) ||
  value instanceof Map ||
  value instanceof Set;

/** A copy of the data as JSON; `undefined` if it is nested too deeply. */
function asJson(template: object): string | undefined {
  const checked = (key: string, value: unknown) => {
    if (isLost(value)) throw new TypeError(`${key || 'it'} is ${nameOf(value)}`);
    return value;
  };
  try {
    return JSON.stringify(template, checked) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw new TypeError(`template must be data that JSON can express: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** The positions of a path's keys in the data, as far as it has them. */
function placeOf(path: Diagnostic['path'], data: unknown): number[] {
  const place: number[] = [];
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) break;
    place.push(Object.keys(value).indexOf(String(key)));
    value = (value as Record<string | number, unknown>)[key];
  }
  return place;
}

/** Sorts places as in the text of a template: a value before those inside it. */
function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((position, index) => position !== b[index]);
  return differs < 0 ? a.length - b.length : (a[differs] ?? 0) - (b[differs] ?? -1);
}
