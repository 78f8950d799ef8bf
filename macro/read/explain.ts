/** Turns validation issues into diagnostics with a path, the received value and a suggested fix. */

import * as v from 'valibot';
import { type Code, didYouMean, nearest, show } from '../diagnostics/diagnostics.js';
import { becomes, type Field, fieldOf } from '../schema/field.js';
import { fixOf } from '../schema/fix.js';
import { type Inside, insideOf, step, unwrap } from '../schema/inside.js';
import { UNKNOWN_KEY } from '../schema/types.js';
import { objectsIn } from '../schema/walk.js';
import { inSnakeCase, withoutKey } from '../schema/without-key.js';
import { isMapping, type Path, textOf } from '../template/template.js';
import { EXTENSIONS_FIRST, LOOP } from './evaluate.js';

/** The diagnostic for an issue of valibot. */
export function explain(issue: v.BaseIssue<unknown>, path: Path, schema: v.GenericSchema, value: unknown) {
  const fault = (code: Code, place: Path, message: string, hint: string) => ({ code, path: place, message, hint });
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  if (key.startsWith(LOOP)) {
    return fault('unknown-at-expansion', path, 'loops must be expanded before this macro runs', EXTENSIONS_FIRST);
  }
  if (issue.message === UNKNOWN_KEY) {
    const near =
      refusedFor(schema, path, value) ??
      keyFor(schema, path, value) ??
      innerKeyFor(schema, path, value) ??
      variableFor(schema, path, value) ??
      overrideFor(schema, path, value) ??
      didYouMean(key, keysAt(schema, parent, value));
    const hint = parent.length > 0 ? near : `${near} Compute environments belong under batch.`;
    return fault('unknown-key', path, `unknown key ${show(key)}`, hint);
  }
  if (issue.path?.at(-1)?.origin === 'key') {
    if (issue.input !== undefined) {
      return fault(
        'bad-name',
        path,
        `expected ${issue.message}; received ${show(key)}`,
        fixOf(issue) ?? nameFix(schema, path, value),
      );
    }
    const field = fieldAt(schema, path, value);
    return fault('missing-key', parent, `${key} is missing`, `Add ${field?.text}. ${field?.doc}`);
  }
  const at = schemaAt(schema, path, value);
  const isOther = at !== undefined && canBeMapping(at, issue);
  const message = `expected ${issue.message}${isOther ? ' or a mapping' : ''}; received ${show(issue.input)}`;
  if (issue.type === 'string' && typeof issue.input === 'number') {
    const hint = 'Quote it: YAML reads an unquoted 1.10 as 1.1, and numbers of more than 15 digits lose precision.';
    return fault('unquoted-number', path, message, hint);
  }
  const fix =
    fixOf(issue) ??
    inLowerCase(issue) ??
    (at && asValueOfKey(at, key, issue.input)) ??
    withoutUnit(at && fieldOf(at)?.unit, key, issue.input);
  if (fix !== undefined) return fault(kindOf(issue), path, message, fix);
  if (issue.type === 'picklist') {
    const { options = [] } = (at ? unwrap(at, issue.input) : {}) as { options?: string[] };
    const text = textOf(issue.input);
    const isFar = isOther && nearest(text, options) === undefined;
    const hint = isFar ? `For example: ${fieldAt(schema, path, value)?.text}` : didYouMean(text, options);
    return fault('wrong-value', path, message, hint);
  }
  const field = fieldAt(schema, path, value);
  // An example in another form would be no fix for what is in the mapping, or an item of the list.
  const isOtherForm =
    (issue.kind === 'validation' && isMapping(issue.input) && !field?.text.includes('{')) ||
    (typeof path.at(-1) === 'number' && /: \d+$/.test(field?.text ?? ''));
  const isLike = field && !isOtherForm;
  const hint = isLike ? `For example: ${field.text}` : `Write ${issue.message}.`;
  return fault(kindOf(issue), path, message, hint);
}

const kindOf = (issue: v.BaseIssue<unknown>): Code => (issue.kind === 'schema' ? 'wrong-type' : 'wrong-value');

/** How many MiB there are in one of each unit. Users mean powers of 1024 also by GB. */
const MEBIBYTES: Readonly<Record<string, number>> = { m: 1, g: 1024, t: 1024 ** 2 };

/** The number to write for a size with a unit, such as 2GB. */
function withoutUnit(unit: Field['unit'], key: string, value: unknown): string | undefined {
  if (unit === undefined || typeof value !== 'string') return undefined;
  const [, amount, letter = ''] = /^\s*(\d+(?:\.\d+)?)\s*([MGT])i?B?\s*$/i.exec(value) ?? [];
  const size = Math.round((Number(amount) * (MEBIBYTES[letter.toLowerCase()] ?? 0)) / (unit === 'GiB' ? 1024 : 1));
  return size >= 1 ? `Write ${key}: ${size}. The unit is ${unit}.` : undefined;
}

/** What to write instead of a name that is not valid. */
function nameFix(schema: v.GenericSchema, path: Path, value: unknown): string {
  const [key, parent] = [String(path.at(-1)), path.slice(0, -1)];
  const { fix } = mappingAt(schema, parent, value);
  const meant = fix?.meant?.(key);
  if (meant !== undefined) return `Write ${meant}.`;
  return fix?.words ? didYouMean(key, fix.words) : 'Give it another name.';
}

/** Whether a mapping would be valid as well, and the message does not say so. */
function canBeMapping(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): boolean {
  const { wrapped, forms = [] } = insideOf(schema);
  if (wrapped) return canBeMapping(wrapped, issue);
  const { kind, message, input } = issue;
  const isUnsaid = kind === 'schema' && !isMapping(input) && !/mapping|\{/.test(message);
  return isUnsaid && forms.length > 1 && forms.some(({ type }) => type === 'object' || type === 'record');
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

/** An id or a type of instance that is right but for capital letters. Names in ARNs and paths can have them. */
function inLowerCase({ type, input, requirement }: v.BaseIssue<unknown>): string | undefined {
  if (type !== 'regex' || typeof input !== 'string' || !/^[\w.-]+$/.test(input)) return undefined;
  const lower = input.toLowerCase();
  return lower !== input && (requirement as RegExp).test(lower) ? `Write ${lower}.` : undefined;
}

/** The mapping to write instead of a list that is the value of only one of its keys. */
function asValueOfKey(schema: v.GenericSchema, name: string, value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const { entries = {} } = insideOf(unwrap(schema, {}));
  const [key, ...others] = Object.keys(entries).filter((each) => v.safeParse(schema, { [each]: value }).success);
  if (key === undefined || others.length > 0) return undefined;
  return `Write ${name}: ${inFlowStyle({ [key]: value })}.`;
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
function spelledAs(name: string, entries: v.ObjectEntries): string | undefined {
  const isMeant = ([key, entry]: [string, v.GenericSchema]) =>
    key === name || (fieldOf(entry)?.aliases?.includes(name) ?? false);
  return Object.entries(entries).find(isMeant)?.[0];
}

/** The path of the key that an unknown one was probably meant to be. */
export function meantIn(schema: v.GenericSchema, path: Path, value: unknown): Path | undefined {
  const parent = path.slice(0, -1);
  const near = nearest(String(path.at(-1)), keysAt(schema, parent, value));
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

/** The field at a path, or the nearest one above it, with its example as YAML. */
function fieldAt(schema: v.GenericSchema, path: Path, value: unknown): { text: string; doc: string } | undefined {
  for (let end = path.length; end > 0; end--) {
    const at = schemaAt(schema, path.slice(0, end), value);
    const field = at && fieldOf(at);
    if (field) return { text: `${path[end - 1]}: ${inFlowStyle(field.example)}`, doc: field.doc };
  }
  return undefined;
}

/** A value as YAML on one line. Text that YAML could read as another type is quoted. */
export function inFlowStyle(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlowStyle).join(', ')}]`;
  if (!isMapping(value)) return typeof value === 'string' && isPlain(value) ? value : JSON.stringify(value);
  const inner = Object.entries(value).map(([key, item]) => `${key}: ${inFlowStyle(item)}`);
  return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
}

const isPlain = (text: string) =>
  /^[A-Za-z/]([\w./:-]*[\w./-])?$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text);

/** The valid keys of a mapping. */
function keysAt(schema: v.GenericSchema, path: Path, value: unknown): string[] {
  const { entries: known = {} } = mappingAt(schema, path, value);
  return Object.keys(known);
}

/** What the type of the mapping at a path consists of. */
function mappingAt(schema: v.GenericSchema, path: Path, value: unknown): Partial<Inside> {
  const at = schemaAt(schema, path, value);
  return at ? insideOf(unwrap(at, lookUp(value, path))) : {};
}

/** The schema at a path inside another schema, if there is one. */
export function schemaAt(schema: v.GenericSchema, path: Path, value: unknown): v.GenericSchema | undefined {
  let at: v.GenericSchema | undefined = schema;
  let inner = value;
  for (const key of path) {
    at = at && step(at, key, inner);
    inner = (inner as Record<string | number, unknown> | undefined)?.[key];
  }
  return at;
}

/** The value at a path inside another value. */
export function lookUp(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}
