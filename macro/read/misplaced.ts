/**
 * Finds keys that appear one level too high or too low, where names of compute environments are expected. Each mistake
 * is reported once. The keys are then put where they belong, so that the rest of the module can be checked.
 */

import type * as v from 'valibot';
import type { Diagnostics } from '../diagnostics/diagnostics.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { insideOf, unwrap } from '../schema/inside.js';
import { isEnvironment, module, RESERVED } from '../schema/module.js';
import { provoseConfig } from '../schema/provose-config.js';
import { isPlainMapping } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { writtenBefore } from './moves.js';

/** A body in the long form, whose misplaced keys are moved or removed in one of several ways. */
export interface Placed {
  readonly body: Mapping;
  /** The misplaced keys. They must not be reported as missing where they belong. */
  readonly misplaced: ReadonlySet<string>;
  /** How many ways there are; 0 if it is not certain what was meant. */
  readonly ways: number;
  /** The path at which a value of this body was written. */
  readonly writtenAt: (path: Path) => Path;
}

type Container = Record<string, unknown>;

/**
 * @param way - the number of the way to correct the body, from 0
 * @param diagnostics - for paths in the body
 */
export function withoutMisplaced(body: Mapping, way: number, diagnostics: Diagnostics): Placed {
  const report = (path: Path, message: string, hint: string) => {
    diagnostics.error('misplaced-key', path, message, hint);
  };
  const beside = Object.keys(body).filter((key) => !RESERVED.includes(key) && belongsTo(key, body[key]) !== undefined);
  for (const key of beside) report([key], `${key} is not allowed next to batch`, hintFor(key, body[key]));
  const { batch } = body;
  const isUsable = isPlainMapping(batch);
  const inside = isUsable
    ? Object.keys(batch).filter((key) => RESERVED.includes(key) || belongsTo(key, batch[key]) !== undefined)
    : [];
  if (isUsable) reportInside(batch, inside, report);
  const misplaced = new Set([...beside, ...inside]);
  // A compute environment with a reserved name needs only another name.
  const moved = isUsable ? inside.filter((key) => !isEnvironment(batch[key])) : [];
  const rest = { ...without(body, beside), ...(isUsable && { batch: without(batch, moved) }) };
  if (misplaced.size === 0) return { body, misplaced, ways: 1, writtenAt: (path) => path };
  const found = [
    ...beside.map((key) => ({ from: [key], key, value: body[key] })),
    ...moved.map((key) => ({ from: ['batch', key], key, value: isUsable && batch[key] })),
  ];
  return { misplaced, ...corrected(rest, found, way) };
}

function reportInside(
  batch: Mapping,
  inside: readonly string[],
  report: (path: Path, message: string, hint: string) => void,
): void {
  const nameless = inside.filter((key) => belongsTo(key, batch[key]) === 'environment');
  const hasEnvironment = Object.values(batch).some(isEnvironment);
  if (nameless[0] !== undefined && !hasEnvironment) {
    const message = `expected the name of a compute environment; received its keys ${nameless.join(', ')}`;
    report(['batch', nameless[0]], message, `Nest them under a name, such as small: { ${nameless[0]}: …, … }.`);
  }
  for (const key of inside.filter((each) => hasEnvironment || !nameless.includes(each))) {
    const message = `expected the name of a compute environment; received the key ${key}`;
    report(['batch', key], message, hintFor(key, batch[key]));
  }
}

/** A misplaced key. */
interface Found {
  readonly from: Path;
  readonly key: string;
  readonly value: unknown;
}

/** A value that was put where it belongs. */
interface Placement {
  readonly from: Path;
  readonly to: Path;
}

/** Two names for an environment without one, so that what depends on the name is not the same in every way. */
const NAMES = ['unnamed', 'nameless'];

/** More environments to which a key could belong would take too long to try. */
const MOST_HOMES = 8;

/** The body with the keys where they belong, or in the last way without them. They belong to one of the environments. */
function corrected(rest: Mapping, found: readonly Found[], way: number): Omit<Placed, 'misplaced'> {
  const uncertain = { body: rest, ways: 0, writtenAt: (path: Path) => path };
  const { batch } = rest;
  if (!isPlainMapping(batch) || !Object.values(batch).every(isPlainMapping)) return uncertain;
  if (found.some(({ key, value }) => key === 'batch' || !fits(key, value))) return uncertain;
  const names = Object.keys(batch);
  const ofEnvironments = found.some(({ key, value }) => belongsTo(key, value) === 'environment');
  const isNameless = ofEnvironments && names.length === 0;
  const homes = isNameless ? NAMES : ofEnvironments ? names : [''];
  if (homes.length > MOST_HOMES) return uncertain;
  const moved = homes.flatMap((home) => inHome(rest, found, home) ?? []);
  if (moved.length === 0) return uncertain;
  const all = isNameless ? moved : [...moved, { body: rest, moves: [] }];
  const { body, moves } = all[way % all.length] as (typeof all)[number];
  return { body, ways: all.length, writtenAt: (path) => writtenBefore(moves, path) };
}

/** The body with the keys where they belong; `undefined` if something else is there. */
function inHome(
  rest: Mapping,
  found: readonly Found[],
  home: string,
): { body: Mapping; moves: Placement[] } | undefined {
  const body = structuredClone(rest) as Container;
  const moves: Placement[] = [];
  for (const { from, key, value } of found) {
    const place = placeOf(key, value, home);
    if (place && !put(body, value, { from, to: place }, moves)) return undefined;
  }
  return { body, moves };
}

/** Where a key belongs; `undefined` if it has no effect. */
function placeOf(key: string, value: unknown, home: string): Path | undefined {
  const object = belongsTo(key, value);
  if (object === 'environment') return ['batch', home, key];
  if (object === 'config') return ['provose_config', key];
  return key === 'provose_config' ? [key] : undefined;
}

/** Puts a value at a place, or the entries of a mapping into one that is there; false if something else is there. */
function put(body: Container, value: unknown, { from, to }: Placement, moves: Placement[]): boolean {
  let parent = body;
  for (const key of to.slice(0, -1)) {
    parent[key] ??= {};
    if (!isPlainMapping(parent[key])) return false;
    parent = parent[key] as Container;
  }
  const key = String(to.at(-1));
  const there = parent[key];
  if (there === undefined) {
    parent[key] = value;
    moves.push({ from, to });
    return true;
  }
  if (!isPlainMapping(there) || !isPlainMapping(value)) return false;
  const inner = Object.entries(value);
  return inner.every(([name, item]) => put(body, item, { from: [...from, name], to: [...to, name] }, moves));
}

const entriesOf = (object: v.GenericSchema): v.ObjectEntries =>
  (object as unknown as { entries: v.ObjectEntries }).entries;

/** Whether a value can be that of a key: a mapping without any key of it means something else, such as a name. */
function fits(
  key: string,
  value: unknown,
  objects: readonly v.GenericSchema[] = [computeEnvironment, provoseConfig, module],
) {
  const types = objects.flatMap((object) => (Object.hasOwn(entriesOf(object), key) ? [entriesOf(object)[key]] : []));
  return types.length === 0 || types.some((type) => hasKeyOf(type as v.GenericSchema, value));
}

function hasKeyOf(type: v.GenericSchema, value: unknown): boolean {
  const { entries } = insideOf(unwrap(type, value));
  if (!entries || !isPlainMapping(value)) return true;
  return Object.keys(value).length === 0 || Object.keys(value).some((key) => Object.hasOwn(entries, key));
}

/** The object that a key belongs to; `undefined` if it names a compute environment or is unknown. */
function belongsTo(key: string, value: unknown): 'environment' | 'config' | undefined {
  if (isEnvironment(value)) return undefined;
  const isOfConfig = Object.hasOwn(provoseConfig.entries, key);
  const isOfEnvironment = Object.hasOwn(computeEnvironment.entries, key);
  if (isOfEnvironment && !(isOfConfig && !fits(key, value, [computeEnvironment]))) return 'environment';
  return isOfConfig ? 'config' : undefined;
}

function hintFor(key: string, value: unknown): string {
  if (key === 'batch') return 'Give the compute environment another name.';
  if (RESERVED.includes(key)) return `Move ${key} out of batch.`;
  return belongsTo(key, value) === 'config'
    ? `Move ${key} into provose_config.`
    : `Move ${key} into the compute environment that it belongs to.`;
}

function without(mapping: Mapping, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([key]) => !keys.includes(key)));
}
