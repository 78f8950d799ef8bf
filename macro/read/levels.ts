/**
 * Finds what is at a wrong level, as a wrong indentation makes it. Each mistake is reported once. What it is about is then
 * put where it belongs, so that the rest of the module can be checked.
 */

import * as v from 'valibot';
import { type Code, type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { becomes } from '../schema/field.js';
import { insideOf, isRequired, unwrap } from '../schema/inside.js';
import { module } from '../schema/module.js';
import { inSnakeCase } from '../schema/without-key.js';
import { isIntrinsic, isPlainMapping } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { schemaAt } from './at.js';
import { type Move, moved, writtenBefore } from './moves.js';
import { homeOf, meantIn, spelledAs } from './unknown-key.js';

type Schema = v.GenericSchema;

interface Mistake {
  readonly code?: Code;
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
  readonly moves: readonly Move[];
}

/** More mistakes than this are not looked for. */
const MOST = 20;

/** A body in the long form with everything at its level, and the moves that it took. */
export interface Leveled {
  readonly body: Mapping;
  readonly moves: readonly Move[];
}

/**
 * Puts everything in a body in the long form at its level.
 *
 * @param diagnostics - for paths in the body
 */
export function atItsLevel(body: Mapping, diagnostics: Diagnostics): Leveled {
  let current = body;
  let moves: readonly Move[] = [];
  for (let count = 0; count < MOST; count++) {
    const mistake = mistakeIn(module, current, [], [], current);
    if (!mistake) break;
    const { code = 'misplaced-key', path, message, hint } = mistake;
    diagnostics.error(code, writtenBefore(moves, path), message, hint);
    moves = [...moves, ...mistake.moves];
    current = moved(current, mistake.moves);
  }
  return { body: current, moves };
}

/** A mapping of a body: an object with the keys of `entries`, or a dictionary with the type of `each` value. */
interface Level {
  readonly type: Schema;
  readonly entries: v.ObjectEntries;
  readonly each: Schema | undefined;
  readonly value: Mapping;
  readonly path: Path;
}

/** The first mistake in a value. */
function mistakeIn(
  schema: Schema,
  value: unknown,
  path: Path,
  above: readonly Level[],
  body: Mapping,
): Mistake | undefined {
  if (!isPlainMapping(value)) return undefined;
  const type = unwrap(schema, value);
  const { entries = {}, value: each } = insideOf(type);
  if (type.type !== 'object' && !each) return undefined;
  const level = { type, entries, each, value, path };
  for (const key of Object.keys(value)) {
    const inner = each ?? (Object.hasOwn(entries, key) ? entries[key] : undefined);
    const isUnknown = () => !inner && isPlainMapping(value[key]) && meantIn(module, [...path, key], body) === undefined;
    const mistake =
      (value[key] === null ? emptied(level, key, body) : undefined) ??
      (each && keyAmongNames(each, level, key)) ??
      (isUnknown() ? (wrapper(level, key) ?? tooHigh(level, key)) : undefined) ??
      (each || key === 'batch' || isUnknown() ? tooDeep(level, key, above) : undefined) ??
      (inner &&
        !(each && isKeyOf(each, value, key)) &&
        mistakeIn(inner, value[key], [...path, key], [level, ...above], body));
    if (mistake) return mistake;
  }
  return undefined;
}

/** A key without a value, followed by what belongs under it. */
function emptied({ entries, each, value, path }: Level, key: string, body: Mapping): Mistake | undefined {
  const at = [...path, key];
  const isHere = each !== undefined || Object.hasOwn(entries, key);
  const home = isHere ? at : homeOf(module, at, body);
  const schema = home && schemaAt(module, home, body);
  if (!home || !schema) return undefined;
  const type = unwrap(schema, {});
  const inside = insideOf(type);
  const belongs = (name: string) => {
    const own = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (inside.entries && Object.hasOwn(inside.entries, name)) {
      if (each) return !isEntry(each, value[name]);
      return !own || (own.type === 'optional' && isRequired(type, name, {}));
    }
    if (each || own || !inside.value || !inside.key || !v.is(inside.key, name)) return false;
    return canBe(inside.value, value[name]) && meantIn(module, [...path, name], body) === undefined;
  };
  const keys = Object.keys(value);
  const names = keys.slice(keys.indexOf(key) + 1).filter(belongs);
  if (names.length === 0) return undefined;
  const listed = names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  const hint = isHere
    ? `Indent ${listed} under ${key}.`
    : `Move ${key} next to ${path[home.length - 1]}, with ${listed} under it.`;
  const moves = names.map((name) => ({ from: [...path, name], to: [...home, name] }));
  const message = `${key} has no value, and is next to ${listed}`;
  return { path: at, message, hint, moves: [{ from: at, to: home }, ...moves] };
}

/** Whether a name in a dictionary is a key of each entry, not an entry with such a name. */
const isKeyOf = (each: Schema, value: Mapping, name: string) =>
  Object.hasOwn(insideOf(unwrap(each, {})).entries ?? {}, name) &&
  !isIntrinsic(value[name]) &&
  !isEntry(each, value[name]);

/** A key of each entry, where names of entries are expected. Those in `batch` can belong elsewhere, too. */
function keyAmongNames(each: Schema, { value, path }: Level, key: string): Mistake | undefined {
  const type = unwrap(each, {});
  const { entries = {} } = insideOf(type);
  const isKey = (name: string) => isKeyOf(each, value, name);
  if (path.length < 2 || !becomes(type) || !isKey(key)) return undefined;
  const what = `${path.at(-1)}`.replace('_', ' ').slice(0, -1);
  const expected = `expected the name of a ${what}; received `;
  const keys = Object.keys(value).filter(isKey);
  const from = [...path, key];
  if (keys.length === Object.keys(value).length) {
    const hint = `Nest them under a name, such as ${what.split(' ')[0]}: { ${key}: …, … }.`;
    const moves = keys.map((name) => ({ from: [...path, name], to: undefined }));
    return { path: from, message: `${expected}its keys ${keys.join(', ')}`, hint, moves };
  }
  const others = Object.entries(value).filter(([name, entry]) => !isKey(name) && isPlainMapping(entry));
  const lacking = others.filter(([, entry]) => !Object.hasOwn(entry as Mapping, key));
  const isCertain = lacking.length === 1 && (others.length === 1 || entries[key]?.type !== 'optional');
  const to = isCertain ? [...path, `${lacking[0]?.[0]}`, key] : undefined;
  const hint = `Move ${key} into the ${what} that it belongs to.`;
  return { path: from, message: `${expected}the key ${key}`, hint, moves: [{ from, to }] };
}

/** An unknown key around keys that belong into the mapping that it is in, as in another tool. */
function wrapper({ type, entries, value, path }: Level, key: string): Mistake | undefined {
  const inside = Object.keys(value[key] as Mapping);
  const missing = Object.keys(entries).filter((name) => value[name] === undefined && isRequired(type, name, value));
  const isMissing = (name: string) => missing.includes(spelledAs(inSnakeCase(name), entries) ?? '');
  if (!inside.some(isMissing) || inside.some((name) => value[name] !== undefined)) return undefined;
  const from = [...path, key];
  const moves = inside.map((name) => ({ from: [...from, name], to: [...path, name] }));
  const hint = `Write what is in ${key} directly into ${path.at(-1)}.`;
  const message = `unknown key ${show(key)}`;
  return { code: 'unknown-key', path: from, message, hint, moves: [...moves, { from, to: undefined }] };
}

/** An entry of a dictionary that is next to it. */
function tooHigh({ entries, value, path }: Level, key: string): Mistake | undefined {
  const home = Object.keys(entries).find((name) => {
    const { value: each } = insideOf(unwrap(entries[name] as Schema, {}));
    return each && isWhole(each, value[key]) && (value[name] === undefined || isPlainMapping(value[name]));
  });
  if (home === undefined) return undefined;
  const [sibling] = Object.keys(value[home] ?? {});
  const hint = sibling === undefined ? `Move ${key} into ${home}.` : `Move ${key} next to ${sibling}.`;
  const from = [...path, key];
  return {
    path: from,
    message: `${key} is not allowed next to ${home}`,
    hint,
    moves: [{ from, to: [...path, home, key] }],
  };
}

/** A key among names, an entry of a dictionary inside another entry, or `batch` among settings. */
function tooDeep({ each, value, path }: Level, key: string, above: readonly Level[]): Mistake | undefined {
  // A function may result in an entry.
  if (isIntrinsic(value[key]) || (each && canBe(each, value[key]))) return undefined;
  const home = above.find((level) => {
    // Keys of the body among compute environments have messages of their own.
    const isBody = level.path.length === 0;
    if (Object.keys(level.value[key] ?? {}).length > 0 || (isBody && each)) return false;
    if (level.each) return isWhole(level.each, value[key]);
    const entry = Object.hasOwn(level.entries, key) && level.entries[key];
    return entry && (isBody || (each && level === above[0])) && canBe(entry, value[key]);
  });
  if (!home) return undefined;
  const from = [...path, key];
  const hint = `Move ${key} next to ${path[home.path.length]}.`;
  return {
    path: from,
    message: `${key} is not allowed in ${path.at(-1)}`,
    hint,
    moves: [{ from, to: [...home.path, key] }],
  };
}

/** Which of the keys that an object always has a value has. */
function requiredIn(each: Schema, value: unknown): readonly boolean[] {
  const { entries = {} } = insideOf(unwrap(each, {}));
  const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
  return required.map((key) => isPlainMapping(value) && Object.hasOwn(value, key));
}

/** Whether a value has all keys that an entry of a dictionary must have, of which there are some. */
function isWhole(each: Schema, value: unknown): boolean {
  const has = requiredIn(each, value);
  return has.length > 0 && has.every(Boolean);
}

/** Whether a value is an entry of a dictionary of objects, perhaps an incomplete one. */
function isEntry(each: Schema, value: unknown): boolean {
  const has = requiredIn(each, value);
  return has.length > 0 ? has.some(Boolean) : canBe(each, value);
}

/** Whether a value can be of a type. What is inside a mapping may be invalid. */
function canBe(schema: Schema, value: unknown): boolean {
  const { entries, value: each } = insideOf(unwrap(schema, value));
  if (!isPlainMapping(value) || !(entries || each)) return v.is(schema, value);
  if (each) return Object.values(value).every((inner) => canBe(each, inner));
  const keys = Object.keys(value);
  return keys.length === 0 || keys.some((key) => Object.hasOwn(entries as v.ObjectEntries, key));
}
