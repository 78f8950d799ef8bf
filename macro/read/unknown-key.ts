/** Finds what an unknown key was meant to be. */

import * as v from 'valibot';
import { didYouMean, nearest } from '../diagnostics/diagnostics.js';
import { becomes, fieldOf } from '../schema/field.js';
import { insideOf, isRequired, unwrap } from '../schema/inside.js';
import { objectsIn } from '../schema/walk.js';
import { inSnakeCase, withoutKey } from '../schema/without-key.js';
import type { Mapping, Path } from '../template/template.js';
import { fieldAt, keysAt, lookUp, mappingAt, schemaAt } from './at.js';

/** The fix for an unknown key. */
export const fixFor = (schema: v.GenericSchema, path: Path, value: unknown): string =>
  insteadOfMissing(schema, path, value) ??
  insteadOf(schema, path, value) ??
  didYouMean(String(path.at(-1)), keysAt(schema, path.slice(0, -1), value));

/** The fix for an unknown key of which it is known what it stands for. */
const insteadOf = (schema: v.GenericSchema, path: Path, value: unknown): string | undefined =>
  refusedFor(schema, path, value) ??
  keyFor(schema, path, value) ??
  innerKeyFor(schema, path, value) ??
  variableFor(schema, path, value) ??
  overrideFor(schema, path, value);

/** The key that is missing to write instead of an unknown one, with another value if that is not valid for it. */
function insteadOfMissing(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const missing = missingFor(schema, path, value);
  if (missing === undefined) return undefined;
  const at = [...path.slice(0, -1), missing];
  const isValid = v.is(schemaAt(schema, at, value) as v.GenericSchema, lookUp(value, path));
  const hint = `Write ${missing} instead of ${path.at(-1)}.`;
  return isValid ? hint : `${hint} For example: ${fieldAt(schema, at, value)?.text}`;
}

/** The only key that a mapping lacks, for its only unknown key, if that means no other and the value is of its kind. */
function missingFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const [key, parent] = [String(path.at(-1)), path.slice(0, -1)];
  const [at, mapping] = [schemaAt(schema, parent, value), lookUp(value, parent) as Mapping];
  const type = at && unwrap(at, mapping);
  const { entries } = type ? insideOf(type) : {};
  if (!type || !entries) return undefined;
  const lacks = (each: string) => mapping[each] === undefined && isRequired(type, each, mapping);
  const [only, ...more] = Object.keys(entries).filter(lacks);
  if (only === undefined || more.length > 0 || !hasOneUnknown(mapping, entries)) return undefined;
  if (nearest(key, Object.keys(entries)) !== undefined || insteadOf(schema, path, value) !== undefined)
    return undefined;
  const entry = entries[only] as v.GenericSchema;
  const isLike = entry.type !== 'optional' && typeof mapping[key] === typeof fieldOf(entry)?.example;
  return isLike || v.is(entry, mapping[key]) ? only : undefined;
}

const unknowns = new WeakMap<Mapping, number>();

/** Whether a mapping has only one unknown key; counted once, because there can be thousands. */
function hasOneUnknown(mapping: Mapping, entries: v.ObjectEntries): boolean {
  const count = unknowns.get(mapping) ?? Object.keys(mapping).filter((key) => !Object.hasOwn(entries, key)).length;
  unknowns.set(mapping, count);
  return count === 1;
}

/** The fix for a key that has no other name. */
function refusedFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const { refused = {} } = mappingAt(schema, path.slice(0, -1), value);
  const key = String(path.at(-1));
  return Object.hasOwn(refused, key) ? refused[key] : undefined;
}

/** The key to write instead of one of its aliases, or of its name in another spelling. */
function keyFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const home = homeOf(schema, path, value);
  const field = home && fieldAt(schema, home, value);
  // The key may belong next to one such as instances.
  const place = home && home.length < path.length ? `, next to ${path[home.length - 1]}` : '';
  return field && `Did you mean ${home.at(-1)}${place}? For example: ${field.text}`;
}

/** Where to move a key of a mapping that belongs next to it, or of each entry there. */
function innerKeyFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const name = inSnakeCase(String(path.at(-1)));
  const { entries = {} } = mappingAt(schema, path.slice(0, -1), value);
  const homes = Object.entries(entries).flatMap(([home, entry]) => {
    const key = objectsIn(entry).flatMap((object) => spelledAs(name, object.entries) ?? [])[0];
    return key === undefined ? [] : [{ home, key, isEach: objectsIn(entry).some(({ isEach }) => isEach) }];
  });
  const [only] = homes;
  if (!only || homes.length > 1) return undefined;
  const { home, key, isEach } = only;
  const what = key === path.at(-1) ? `Move ${key}` : `Write ${key}`;
  return isEach ? `${what} into an entry of ${home}.` : `${what} into ${home}: { … }.`;
}

/** The `environment` to write instead of a variable next to it, which has the name of no key. */
function variableFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  const name = String(path.at(-1));
  const isVariable = /^[A-Z][A-Z0-9_]+$/.test(name) && keysAt(schema, path.slice(0, -1), value).includes('environment');
  return isVariable ? `Variables belong in environment: { ${name}: … }.` : undefined;
}

/** The path of the key that an unknown one stands for, in the mapping that it is in or above it. */
export function homeOf(schema: v.GenericSchema, path: Path, value: unknown): Path | undefined {
  const name = inSnakeCase(String(path.at(-1)));
  for (let end = path.length - 1; end >= 0; end--) {
    const at = schemaAt(schema, path.slice(0, end), value);
    const { entries = {} } = mappingAt(schema, path.slice(0, end), value);
    const key = spelledAs(name, entries);
    // A key inside the value of the key that it means is something else.
    if (key !== undefined && key === path[end]) return undefined;
    if (key !== undefined) return [...path.slice(0, end), key];
    if (at && becomes(unwrap(at, undefined))) return undefined;
  }
  return undefined;
}

/** The key that a name in snake_case is, or is an alias of. */
export function spelledAs(name: string, entries: v.ObjectEntries): string | undefined {
  const isMeant = ([key, entry]: [string, v.GenericSchema]) =>
    key === name || (fieldOf(entry)?.aliases?.includes(name) ?? false);
  return Object.entries(entries).find(isMeant)?.[0];
}

/** The path of the key that an unknown one was probably meant to be. */
export function meantIn(schema: v.GenericSchema, path: Path, value: unknown): Path | undefined {
  const parent = path.slice(0, -1);
  const near = nearest(String(path.at(-1)), keysAt(schema, parent, value)) ?? missingFor(schema, path, value);
  return homeOf(schema, path, value) ?? (near === undefined ? undefined : [...parent, near]);
}

/** The `overrides` to write instead of a key that means a property without a key of its own. */
function overrideFor(schema: v.GenericSchema, path: Path, value: unknown): string | undefined {
  for (let end = path.length - 1; end >= 0; end--) {
    const at = schemaAt(schema, path.slice(0, end), value);
    const type = at && becomes(unwrap(at, undefined))?.type;
    if (type === undefined) continue;
    const instead = withoutKey(type, String(path.at(-1)));
    // The overrides belong next to a key such as instances.
    return instead && (end < path.length - 1 ? `Next to ${path[end]}, write ${instead}` : `Write ${instead}`);
  }
  return undefined;
}
