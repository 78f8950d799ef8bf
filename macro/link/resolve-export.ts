/**
 * Resolves a reference to one of a module's exports, either to a native value or to an attribute of a custom resource.
 * It takes one module and one path into Provose's outputs, and must not depend on where the reference appears.
 */

import { type Code, didYouMean, show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import { type Platform, platformOf, typesOn } from '../schema/platform.js';
import { concat, type Intrinsic } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { absentMaps, type ExportMap, exportMaps, type Made } from './export-maps.js';

/** A module with its generated resources. */
export interface Lowered {
  readonly module: Module;
  readonly emitted: readonly Emitted[];
}

/** The reason why a reference cannot be resolved. */
export class Fault {
  constructor(
    readonly code: Code,
    readonly message: string,
    readonly hint: string,
  ) {}
}

/** An entry of one of a module's maps. */
export interface Entry {
  readonly lowered: Lowered;
  readonly map: ExportMap;
  readonly mapName: string;
  /** The entry's name in the logical id of its custom resource. */
  readonly name: string;
  readonly made: Made;
}

/** Reads an attribute of an entry, or the whole entry, through a custom resource. */
export type Ask = (entry: Entry, attribute: string) => Intrinsic;

/** The attribute name by which the export custom resource returns a whole entry. */
export const WHOLE = 'json';

/** The maps of the resources that `instance_profile` replaces. */
const BROUGHT_PROFILE = [
  'batch.aws_iam_role.batch__execution_role',
  'batch.aws_iam_instance_profile.batch__execution_role',
];

/** The value of a path such as `batch.aws_batch_job_queue.batch.mainqueue.arn`, or a `Fault`. */
export function resolveExport(lowered: Lowered, asked: string, ask: Ask): unknown {
  const segments = asked.split('.');
  const mapName = segments.slice(0, 3).join('.');
  const { module } = lowered;
  const absent = Object.hasOwn(absentMaps, mapName) ? absentMaps[mapName] : undefined;
  if (absent !== undefined)
    return new Fault('unknown-export', `${mapName} does not exist: ${absent}`, 'Remove this reference.');
  if (segments[0] === 'vpc' && module.config.vpc) {
    return new Fault(
      'unknown-export',
      `${module.id} creates no VPC, because its key vpc names an existing one`,
      'Refer to that VPC directly.',
    );
  }
  if (BROUGHT_PROFILE.includes(mapName) && module.config.instance_profile !== undefined) {
    return new Fault(
      'unknown-export',
      `${module.id} creates no instance role or instance profile, because its key instance_profile names an existing one`,
      'Refer to that instance profile or its role directly.',
    );
  }
  const map = Object.hasOwn(exportMaps, mapName) ? exportMaps[mapName] : undefined;
  if (!map) return noSuchMap(module.id, asked, (name) => !(name.startsWith('vpc.') && module.config.vpc));

  const entryOf = (key: string): Entry => {
    const id = logicalId(module.id, map.kind, map.isShared ? '' : key);
    const properties = lowered.emitted.find((one) => one.id === id)?.resource.Properties ?? {};
    const made: Made = { id, properties, only: (kind) => logicalId(module.id, kind) };
    return { lowered, map, mapName, name: [...segments.slice(1, 3), key].join(' '), made };
  };
  if (map.keyedBy === undefined) {
    const entry = entryOf('');
    if (lowered.emitted.some(({ id }) => id === entry.made.id))
      return resolveAttribute(entry, mapName, segments.slice(3), ask);
    return new Fault('unknown-export', `${module.id} creates no ${mapName}`, map.madeBy ?? 'Remove this reference.');
  }
  const [key, ...attribute] = segments.slice(3);
  const keys = keysOf(lowered, map);
  if (key === undefined) return wholeMap(map, keys, (one) => wholeEntry(entryOf(one), ask));
  const type = map.platform && typeOfOther(module, key, map.platform);
  if (map.platform && type !== undefined) {
    const what = `${mapName}.${key} does not exist: ${key} is of type ${type}`;
    return new Fault(
      'unknown-export',
      `${what}, and only ${typesOn([map.platform]).join(' and ')} have one`,
      'Remove this reference.',
    );
  }
  if (!keys.includes(key)) {
    // The entry itself exists, but has no such resource.
    const isEntry = map.keyedBy !== 'subnets' && module[map.keyedBy].some((one) => one.key === key);
    const hint = (isEntry ? map.madeBy : undefined) ?? didYouMean(key, keys, 'Remove this reference.');
    return new Fault('unknown-export', `${mapName} has no ${show(key)}`, hint);
  }
  return resolveAttribute(entryOf(key), `${mapName}.${key}`, attribute, ask);
}

/** The fault of a reference to a map that no module exports; `undefined` for any other. */
export function noSuchMap(id: string, asked: string, isOffered: (name: string) => unknown = () => true) {
  const mapName = asked.split('.').slice(0, 3).join('.');
  if (Object.hasOwn(exportMaps, mapName) || Object.hasOwn(absentMaps, mapName)) return undefined;
  const names = Object.keys(exportMaps).filter(isOffered);
  return new Fault('unknown-export', `${id} exports no ${show(asked)}`, didYouMean(mapName, names));
}

function resolveAttribute(entry: Entry, what: string, path: readonly string[], ask: Ask): unknown {
  const { attributes } = entry.map;
  const [name, ...deeper] = path;
  if (name === undefined) return wholeEntry(entry, ask);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) {
    return new Fault('unknown-export', `${what} has no ${show(name)}`, didYouMean(name, Object.keys(attributes)));
  }
  if (typeof attribute !== 'function') {
    if ('runtime' in attribute) return ask(entry, path.join('.'));
    return new Fault('unknown-export', `${what}.${name} has no value: ${attribute.nothing}`, 'Remove this reference.');
  }
  if (deeper.length > 0) {
    return new Fault(
      'unknown-export',
      `${what}.${name} has no attributes of its own`,
      `Refer to ${what}.${name} itself.`,
    );
  }
  const value = attribute(entry.made);
  if (value === undefined) {
    const hint = 'Write the override out in full, or refer to the whole entry.';
    return new Fault('unknown-export', `${what}.${name} is hidden by an override`, hint);
  }
  // Like CloudFormation's own attributes, none of which is a number or a boolean.
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** A whole entry as JSON text. One without attributes that only AWS knows is built from its attributes. */
function wholeEntry(entry: Entry, ask: Ask): string | Intrinsic {
  const attributes = Object.entries(entry.map.attributes);
  if (attributes.some(([, attribute]) => 'runtime' in attribute)) return ask(entry, WHOLE);
  const parts = attributes.flatMap(([name, attribute], index) => {
    const value = typeof attribute === 'function' ? attribute(entry.made) : undefined;
    return [`${index > 0 ? ',' : ''}${JSON.stringify(name)}:"`, (value ?? '') as string | Intrinsic, '"'];
  });
  return concat('{', ...parts, '}');
}

/** A whole map as JSON text, built from entries that are JSON text: a list for subnets, an object for all others. */
function wholeMap(
  { keyedBy }: ExportMap,
  keys: readonly string[],
  entry: (key: string) => string | Intrinsic,
): string | Intrinsic {
  const isList = keyedBy === 'subnets';
  const parts = keys.flatMap((key, index) => {
    const comma = index > 0 ? ',' : '';
    return [isList ? comma : `${comma}${JSON.stringify(key)}:`, entry(key)];
  });
  return concat(isList ? '[' : '{', ...parts, isList ? ']' : '}');
}

/** The type of a compute environment on another platform; `undefined` if there is none with the key. */
function typeOfOther({ environments }: Module, key: string, platform: Platform): string | undefined {
  const instances = environments.find((one) => one.key === key)?.value.instances;
  return instances && platformOf(instances) !== platform ? instances.compute_environment_type : undefined;
}

function keysOf({ module, emitted }: Lowered, { keyedBy, kind, isShared, platform }: ExportMap): string[] {
  const ids = new Set(emitted.map(({ id }) => id));
  const all =
    keyedBy === 'subnets'
      ? Array.from({ length: 8 }, (_, index) => String(index))
      : module[keyedBy ?? 'environments'].map(({ key }) => key);
  const isOther = (key: string) => platform !== undefined && typeOfOther(module, key, platform) !== undefined;
  return all.filter((key) => !isOther(key)).filter((key) => isShared || ids.has(logicalId(module.id, kind, key)));
}
