/**
 * Modules as they are in effect: with the values that `overrides` put in place of those of keys, by the `property` of
 * each key. Rules read these modules and need not know of overrides. What they report of such a value is reported at
 * its own place, with the name of the property.
 */

import type { Diagnostic } from '../diagnostics/diagnostics.js';
import { definitionsOf, type Module, queuesOf } from '../read/module.js';
import type { Path } from '../template/template.js';
import { type Change, changesBy } from './changes.js';
import { once } from './once.js';
import { overridesOf } from './overrides.js';

/** A module, and what its overrides change. */
export interface InEffect {
  readonly module: Module;
  readonly changes: readonly Change[];
}

/** A module with its overrides in effect; the same module if they set no property of a key. */
export const inEffect = once((module: Module): InEffect => {
  const changes = overridesOf(module).flatMap((overrides) => changesBy(overrides, module));
  if (changes.length === 0) return { module, changes };
  const environments = module.environments.map((environment) => {
    const own = changes.filter(({ path }) => isWithin(environment.path, path));
    const value = own.reduce(
      (all, { path, to }) => put(all, path.slice(environment.path.length), to) as typeof all,
      environment.value,
    );
    return { ...environment, value };
  });
  const { name_prefix: prefix } = module.config;
  const queues = queuesOf(environments, prefix);
  return {
    module: { ...module, environments, queues, definitions: definitionsOf(environments, queues, prefix) },
    changes,
  };
});

const isWithin = (outer: Path, path: Path) => outer.every((key, index) => path[index] === key);

/** A copy of a value with another one in it; without the key if that is `undefined`. */
function put(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const inner = (value as Readonly<Record<string | number, unknown>> | undefined)?.[key];
  const changed = put(inner, rest, to);
  if (Array.isArray(value)) return value.with(Number(key), changed);
  const all = value as Readonly<Record<string | number, unknown>>;
  if (changed !== undefined) return { ...all, [key]: changed };
  const { [key]: _, ...others } = all;
  return others;
}

/** Of the keys of one mistake, the first that overrides change; the first of all if they change none. */
export const changedOf = (paths: readonly [Path, Path], changes: readonly Change[]): Path =>
  paths.find((path) => changes.some((change) => isWithin(change.path, path))) ?? paths[0];

/** A diagnostic of modules in effect, at the place of each value and with its name there. */
export function asWritten(diagnostic: Diagnostic, changes: readonly Change[]): Diagnostic {
  if (changes.length === 0) return diagnostic;
  const { path, message, hint } = diagnostic;
  const within = changes.filter((each) => isWithin(each.path, path));
  const own = within.reduce<Change | undefined>(
    (longest, each) => (longest && longest.path.length > each.path.length ? longest : each),
    undefined,
  );
  const names = namesAt(changes, path);
  return {
    ...diagnostic,
    path: own ? [...own.at, ...path.slice(own.path.length)] : path,
    message: names.reduce((text, { inMessage, name }) => text.replace(inMessage, name), message),
    hint: names.reduce((text, { inHint, name }) => text.replace(inHint, name), hint),
  };
}

/** A name of a property, and where texts have that of its key. */
interface Renamed {
  readonly inMessage: RegExp;
  readonly inHint: RegExp;
  readonly name: string;
}

/** The names of properties to write instead of those of keys: beside the path, and of `key of environment` anywhere. */
function namesAt(changes: readonly Change[], path: Path): Renamed[] {
  return changes.flatMap(({ path: place, name }) => {
    const [environment, object, key] = place.slice(-3).map(String);
    const elsewhere = new RegExp(`\\b${key}(?= of ${environment}\\b)`, 'g');
    const own = object === 'instances' ? [{ inMessage: elsewhere, inHint: elsewhere, name }] : [];
    // In other places, a key of one word can be a word of the text.
    const isPhrase = key?.includes('_') ?? false;
    if (!isWithin(place.slice(0, -1), path) || !(isPhrase || isWithin(place, path))) return own;
    const anywhere = new RegExp(`\\b${key}\\b(?! of )`, 'g');
    return [...own, { inMessage: isPhrase ? anywhere : new RegExp(`^${key}\\b`), inHint: anywhere, name }];
  });
}
