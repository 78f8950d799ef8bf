/**
 * Repairs a body with errors, so that the rest of it can be checked. Most invalid values are replaced by one that only
 * the deployment knows. Where the language accepts no such value, there are several ways, such as each of the words
 * that are allowed. Only what is wrong in every way is certainly wrong.
 */

import * as v from 'valibot';
import type { Diagnostic } from '../diagnostics/diagnostics.js';
import { becomes, fieldOf } from '../schema/field.js';
import { acceptsIntrinsics, insideOf, stepsOf } from '../schema/inside.js';
import { module } from '../schema/module.js';
import { UNKNOWN_KEY } from '../schema/types.js';
import { ref } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { lookUp, schemaAt } from './at.js';
import { meantIn } from './unknown-key.js';

type Schema = v.GenericSchema;
type Container = Record<string | number, unknown>;

/** A value that is known only at deployment, and valid wherever the language accepts a function. */
const UNKNOWN = ref('AWS::StackName');

/** A valid body. */
export interface Repaired {
  readonly body: v.InferOutput<typeof module>;
  /** How many ways there are to repair it; 1 if nothing depends on how it is done. */
  readonly ways: number;
}

/** A place in a body that is not valid. */
interface Fault {
  readonly path: Path;
  /** `undefined` if the value must be known, and is not. */
  readonly issue?: v.BaseIssue<unknown>;
}

/** The most repairs after which a body must be valid: a key that was misspelled can have an invalid value, too. */
const ROUNDS = 3;

/** The body, repaired in one of the ways; `undefined` if that is not possible. */
export function repaired(body: unknown, faults: readonly Fault[], way: number): Repaired | undefined {
  const renamed: Renamed[] = [];
  let [current, left, ways] = [body, faults, 1];
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const attempt = repair(module, current, left, way);
    if (!attempt) return undefined;
    [current, ways] = [attempt.body, Math.max(ways, attempt.ways)];
    renamed.push(...attempt.renamed);
    left = (v.safeParse(module, current).issues ?? []).map((issue) => ({ path: pathOf(issue), issue }));
  }
  const result = v.safeParse(module, current);
  return result.success ? { body: withWrittenNames(result.output, renamed), ways } : undefined;
}

/** The keys and indexes of an issue's path. */
export const pathOf = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).map((item) => item.key as string | number);

/** A name that stands for an invalid one while a body is validated. */
interface Renamed {
  readonly parent: Path;
  readonly name: string;
  readonly written: string;
}

interface Attempt {
  readonly body: unknown;
  /** How many ways there are. */
  readonly ways: number;
  readonly renamed: readonly Renamed[];
}

/** The body without errors, unless a repair reveals others; `undefined` if too much depends on what is wrong. */
function repair(schema: Schema, body: unknown, faults: readonly Fault[], way: number): Attempt | undefined {
  const copy = structuredClone(body);
  const renamed: Renamed[] = [];
  let ways = 1;
  for (const { path, issue } of faults) {
    const key = path.at(-1);
    const parent = existing(copy, path.slice(0, -1)) as Container | undefined;
    // Which queues an environment has, and where a job can run, depends on these keys.
    if (key === undefined || path.includes('compute_environments')) return undefined;
    if (parent === undefined) continue;
    if (issue?.message === UNKNOWN_KEY) {
      const meant = meantIn(schema, path, copy);
      const home = meant && (existing(copy, meant.slice(0, -1)) as Container | undefined);
      const name = meant?.at(-1) as string;
      if (home && home[name] === undefined) {
        ways = Math.max(ways, 2);
        if (way % 2 === 1) home[name] = parent[key];
      }
      delete parent[key];
    } else if (issue?.path?.at(-1)?.origin === 'key' && issue.input !== undefined) {
      let name = 'Invalid';
      while (Object.hasOwn(parent, name)) name += 'X';
      // Others can refer to what becomes a resource, so it stays.
      if (holdsResources(schemaAt(schema, path.slice(0, -1), copy)) && Object.hasOwn(parent, key)) {
        if (key === '__proto__') return undefined;
        renamed.push({ parent: path.slice(0, -1), name, written: String(key) });
        rename(parent, String(key), name);
      } else delete parent[key];
    } else {
      const values = alternatives(schemaAt(schema, path, body), way);
      if (values.length === 0) return undefined;
      ways = Math.max(ways, values.length);
      const value = values[way % values.length];
      if (value === undefined) delete parent[key];
      else parent[key] = withEnvironments(value, copy);
    }
  }
  return { body: copy, ways, renamed };
}

/** What is wrong in every way in which the modules can be repaired. */
export function inEveryWay(
  modules: readonly { readonly ways: number }[],
  check: (way: number) => readonly Diagnostic[],
): readonly Diagnostic[] {
  const lists = Array.from({ length: Math.max(1, ...modules.map(({ ways }) => ways)) }, (_, way) => check(way));
  const [first = [], ...others] = lists.map((list) => new Map(list.map((one) => [JSON.stringify(one), one])));
  return [...first].flatMap(([text, one]) => (others.every((other) => other.has(text)) ? [one] : []));
}

/** Diagnostics that are not about what is invalid anyway, or inside it, and no warnings about what it is in. */
export function outside(faults: readonly Diagnostic[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  // A missing key is reported at what it is missing in, which is valid otherwise, and so is a misplaced key.
  const isValid = ({ code }: Diagnostic) => code === 'missing-key' || code === 'misplaced-key';
  const invalid = new Set(faults.filter((fault) => !isValid(fault)).map(({ path }) => JSON.stringify(path)));
  const isAbove = (path: Path) => faults.some((fault) => path.every((key, index) => fault.path[index] === key));
  return found.filter(({ path, severity }) => {
    if (severity !== 'error' && isAbove(path)) return false;
    return !path.some((_, index) => invalid.has(JSON.stringify(path.slice(0, index + 1))));
  });
}

/** Gives the entries of a valid body the names that are written. */
function withWrittenNames<Body>(body: Body, renamed: readonly Renamed[]): Body {
  for (const { parent, name, written } of [...renamed].reverse())
    rename(lookUp(body, parent) as Container, name, written);
  return body;
}

/** A queue that can be of any compute environment is taken for one of all of them. */
function withEnvironments(value: unknown, body: unknown): unknown {
  if (!isMapping(value) || value['compute_environments'] === undefined) return value;
  return { ...value, compute_environments: Object.keys(existing(body, ['batch']) ?? {}) };
}

/** Renames a key in its place, because the order of keys is that of what is reported. */
function rename(mapping: Container, from: string, to: string): void {
  for (const [key, value] of Object.entries(mapping)) {
    delete mapping[key];
    mapping[key === from ? to : key] = value;
  }
}

/** The object at a path, if there is still one after other repairs. */
function existing(body: unknown, path: Path): unknown {
  let value = body;
  for (const key of path) value = value === UNKNOWN ? undefined : (value as Container | undefined)?.[key];
  return typeof value === 'object' && value !== null && value !== UNKNOWN ? value : undefined;
}

/** Valid values that differ in what depends on them, among them `undefined` if the key is optional; none if not known. */
function alternatives(schema: Schema | undefined, way: number): readonly unknown[] {
  if (!schema) return [];
  if (acceptsIntrinsics(schema, UNKNOWN)) return [UNKNOWN];
  const { wrapped, forms, entries, item, type } = insideOf(schema);
  if (wrapped) {
    const inner = alternatives(wrapped, way);
    return inner.length === 0 ? [] : [...inner, undefined];
  }
  if (forms) return forms.flatMap((form) => alternatives(form, way));
  if (entries) return Object.values(entries).some(holdsResources) ? [] : ofObject(schema, way);
  if (type === 'record') return holdsResources(schema) ? [] : [{}];
  if (item) return alternatives(item, way).map((one) => [one]);
  return ofLeaf(schema, fieldOf(schema)?.example);
}

/** Whether a type is a mapping of what becomes resources, to which other parts of a template can refer. */
const holdsResources = (schema: Schema | undefined): boolean => {
  if (!schema) return false;
  const { wrapped, type, value } = insideOf(schema);
  if (wrapped) return holdsResources(wrapped);
  return type === 'record' && value !== undefined && becomes(value) !== undefined;
};

/** Objects with each combination of the words that decide what else is valid, and with all required keys. */
function ofObject(schema: Schema, way: number): readonly unknown[] {
  const { entries = {}, requires = () => [] } = insideOf(schema);
  const choices = Object.entries(entries).flatMap(([key, entry]) => {
    const values = alternatives(entry, way);
    return values.length > 1 || values[0] === UNKNOWN ? [[key, entry, values] as const] : [];
  });
  const isFixed = (values: readonly unknown[]) => values.length === 1;
  const decisive = choices.filter(([, , values]) => !values.includes(UNKNOWN));
  const count = Math.max(1, ...decisive.map(([, , values]) => values.length));
  return Array.from({ length: count }, (_, index) => {
    const made: Container = {};
    for (const [key, , values] of decisive) made[key] = values[index % values.length];
    for (const [key, entry, values] of choices) if (entry.type !== 'optional' && isFixed(values)) made[key] = UNKNOWN;
    for (const key of requires(made)) made[key] ??= alternatives(entries[key], way)[0];
    return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined));
  });
}

/** The values of a type without parts: words, the bounds of a number, or an example. */
function ofLeaf(leaf: Schema, example: unknown): readonly unknown[] {
  const steps = stepsOf(leaf);
  const words = steps.flatMap(({ options = [] }) => options);
  if (words.length > 0) return words;
  if (steps.some(({ type }) => type === 'boolean')) return [true, false];
  const bounds = steps.filter(({ type }) => type === 'min_value' || type === 'max_value');
  if (bounds.length > 0) return bounds.map(({ requirement }) => requirement);
  return example === undefined || isMapping(example) ? [] : [example];
}
