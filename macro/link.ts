/**
 * References to modules: finds them wherever they stand, reports those that lead nowhere at the place where they were
 * written, and puts in their place what CloudFormation understands. It touches nothing else; a value without such a
 * reference stays the very same value.
 */

import { EXPORT_TYPE, type ExportProperties } from './contract.js';
import { type Code, type Diagnostics, didYouMean, show } from './diagnostics.js';
import {
  concat,
  getAtt,
  type Intrinsic,
  isIntrinsic,
  type Reference,
  ref,
  references,
  type SubArguments,
  sub,
  subOf,
} from './intrinsics.js';
import { logicalId } from './logical-id.js';
import { serviceOf } from './lower/custom-resource.js';
import { emitter } from './lower/emit.js';
import type { Module } from './module.js';
import { absentMaps, type ExportMap, exportMaps, type Made } from './spec/exports.js';
import { type Emitted, isMapping, type Mapping, type Template, textOf } from './template.js';

/** A module with the resources that it became. */
export interface Lowered {
  readonly module: Module;
  readonly emitted: readonly Emitted[];
}

/** What is wrong with a reference. */
class Fault {
  constructor(
    readonly code: Code,
    readonly message: string,
    readonly hint: string,
  ) {}
}

/** An entry of one of a module's maps. */
interface Entry {
  readonly lowered: Lowered;
  readonly map: ExportMap;
  readonly mapName: string;
  /** What it is called among exports. */
  readonly name: string;
  readonly made: Made;
}

/** What is to be asked of AWS about an entry. */
interface Asked {
  readonly entry: Entry;
  readonly attributes: Set<string>;
}

type Ask = (entry: Entry, attribute: string) => Intrinsic;

/** What the export custom resource calls the whole of an entry. */
const WHOLE = 'json';

/** Sections that hold no references, or other people's examples of them. */
const PASSED_OVER = ['Transform', 'Parameters', 'Mappings', 'Metadata'];

/** A template without references to modules, and the custom resources that some of them needed. */
export interface Linked {
  readonly output: Template;
  readonly exports: readonly Emitted[];
}

/**
 * The output with every reference to a module resolved.
 *
 * @param input - where faults are reported; the same references stand there, at the places that their author knows
 */
export function link(input: Template, output: Template, lowered: readonly Lowered[], diagnostics: Diagnostics): Linked {
  const linker = new Linker(lowered);
  const found = Object.entries(input)
    .filter(([name]) => !PASSED_OVER.includes(name))
    .flatMap(([name, value]) => references(value, [name]))
    .filter((reference) => linker.isOfModule(reference));
  for (const reference of found) {
    const value = linker.resolve(reference);
    if (value instanceof Fault) diagnostics.error(value.code, reference.path, value.message, value.hint);
  }
  if (found.length === 0 || diagnostics.failed) return { output, exports: [] };
  const exports = linker.exports();
  const asked = Object.fromEntries(exports.map(({ id, resource }) => [id, resource]));
  const linked = Object.entries(output).map(([name, value]) => {
    if (PASSED_OVER.includes(name)) return [name, value];
    return [name, name === 'Resources' ? linker.resources({ ...(value as Mapping), ...asked }) : linker.rewrite(value)];
  });
  return { output: Object.fromEntries(linked), exports };
}

class Linker {
  readonly #lowered: ReadonlyMap<string, Lowered>;
  readonly #asked = new Map<string, Asked>();

  constructor(lowered: readonly Lowered[]) {
    this.#lowered = new Map(lowered.map((one) => [one.module.id, one]));
  }

  isOfModule({ name, kind }: Reference): boolean {
    return kind !== 'Condition' && kind !== 'Mapping' && this.#lowered.has(name);
  }

  /** What a reference to a module stands for. */
  resolve({ kind, name, attribute, isInSub }: Reference): unknown {
    const lowered = this.#lowered.get(name);
    if (!lowered || kind === 'DependsOn') return undefined;
    if (kind === 'Ref') {
      const message = `${name} is a module, which has many values and none of its own`;
      return new Fault('module-ref', message, `Say which, as in !GetAtt ${name}.${exampleOf(lowered.module)}.`);
    }
    if (attribute === undefined) {
      const message = `what is asked of ${name} must be written out, and not be a function`;
      return new Fault('unknown-export', message, `For example: !GetAtt ${name}.${exampleOf(lowered.module)}`);
    }
    if (isInSub && attribute.includes('-')) {
      const message = `CloudFormation takes no hyphen in \${${name}.${attribute}}`;
      const hint = `Use a variable: !Sub ['\${x}', { x: !GetAtt ${name}.${attribute} }].`;
      return new Fault('hyphen-in-sub', message, hint);
    }
    return resolveExport(lowered, attribute, (entry, what) => this.#ask(entry, what));
  }

  /** The custom resources that ask AWS for what was referred to, one for each entry, in the order of the references. */
  exports(): Emitted[] {
    return [...this.#asked.values()].map(({ entry, attributes }) => {
      const { lowered, map, mapName, name, made } = entry;
      const properties: ExportProperties = {
        ResourceType: mapName.split('.')[1] ?? '',
        Id: (map.identifiedBy?.(made) ?? ref(made.id)) as string,
        Attributes: [...attributes].sort(),
        Fingerprint: made.properties,
      };
      const all = { ...serviceOf(lowered.module), ...properties };
      return emitter(lowered.module, lowered.module.path)('Export', name, EXPORT_TYPE, all, [made.id]);
    });
  }

  /** Asks AWS for an attribute of an entry, or for the whole of it, by a custom resource. */
  #ask(entry: Entry, attribute: string): Intrinsic {
    const id = logicalId(entry.lowered.module.id, 'Export', entry.name);
    const asked = this.#asked.get(id) ?? { entry, attributes: new Set<string>() };
    asked.attributes.add(attribute);
    this.#asked.set(id, asked);
    return getAtt(id, attribute);
  }

  /** The resources, each with its references resolved, and modules in DependsOn replaced by what they became. */
  resources(value: unknown): unknown {
    return mapSame(value, (resource) => {
      const linked = this.rewrite(resource) as Mapping;
      const after = isMapping(linked) ? [linked['DependsOn'] ?? []].flat() : [];
      if (!after.some((id) => this.#lowered.has(textOf(id)))) return linked;
      const all = after.flatMap((id) => this.#lowered.get(textOf(id))?.emitted.map((made) => made.id) ?? [id]);
      return { ...linked, DependsOn: [...new Set(all)] };
    });
  }

  rewrite(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (isIntrinsic(value)) {
      const text = subOf(value);
      const [reference] = text ? [] : references(value);
      if (reference?.kind === 'GetAtt' && this.isOfModule(reference)) return this.resolve(reference);
      if (text && references(value).some((each) => each.isInSub && this.isOfModule(each))) return this.#sub(text);
    }
    return mapSame(value, (item) => this.rewrite(item));
  }

  /** A Sub with the values of modules in its text where they can stand there, and as variables where not. */
  #sub({ text, variables }: SubArguments): unknown {
    const all: Record<string, unknown> = { ...(this.rewrite(variables) as Mapping) };
    const linked = text.replace(/\$\{([^!}][^}]*)\}/g, (whole, inner: string) => {
      const [id = '', ...attribute] = inner.trim().split('.');
      if (Object.hasOwn(variables, inner) || !this.#lowered.has(id)) return whole;
      const value = this.resolve({ kind: 'GetAtt', name: id, attribute: attribute.join('.'), path: [], isInSub: true });
      const inText = asText(value);
      if (inText !== undefined) return inText;
      let name = 'Value';
      for (let index = 1; Object.hasOwn(all, name) || text.includes(`\${${name}`); index++) name = `Value${index}`;
      all[name] = value;
      return `\${${name}}`;
    });
    return sub(linked, Object.keys(all).length > 0 ? all : undefined);
  }
}

/** A value as part of a Sub's text, if it can be. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replaceAll('${', '${!');
  if (!isIntrinsic(value)) return undefined;
  const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  if (typeof name === 'string') return `\${${name}}`;
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  return typeof text === 'string' ? text : undefined;
}

/** A list or mapping with each entry changed; the very same one where no entry was. */
function mapSame(value: unknown, change: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(change);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, change(item)] as const);
  return entries.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(entries);
}

/** A reference that a user might have meant. */
function exampleOf({ queues, environments }: Module): string {
  const [queue] = queues;
  if (queue) return `batch.aws_batch_job_queue.batch.${queue.key}.arn`;
  return `batch.aws_batch_compute_environment.batch.${environments[0]?.key}.arn`;
}

/** What `batch.aws_batch_job_queue.batch.mainqueue.arn` of a module is. */
function resolveExport(lowered: Lowered, asked: string, ask: Ask): unknown {
  const segments = asked.split('.');
  const mapName = segments.slice(0, 3).join('.');
  const { module } = lowered;
  const absent = Object.hasOwn(absentMaps, mapName) ? absentMaps[mapName] : undefined;
  if (absent !== undefined) return new Fault('unknown-export', `${mapName} does not exist: ${absent}`, 'Leave it out.');
  if (segments[0] === 'vpc' && module.config.vpc) {
    return new Fault('unknown-export', `${module.id} makes no VPC, for it was given one`, 'Refer to that one itself.');
  }
  const names = Object.keys(exportMaps).filter((name) => !(name.startsWith('vpc.') && module.config.vpc));
  const map = Object.hasOwn(exportMaps, mapName) ? exportMaps[mapName] : undefined;
  if (!map) return new Fault('unknown-export', `${module.id} exports no ${show(asked)}`, didYouMean(mapName, names));

  const entryOf = (key: string): Entry => {
    const id = logicalId(module.id, map.kind, map.isShared ? '' : key);
    const properties = lowered.emitted.find((one) => one.id === id)?.resource.Properties ?? {};
    const made: Made = { id, properties, only: (kind) => logicalId(module.id, kind) };
    return { lowered, map, mapName, name: [...segments.slice(1, 3), key].join(' '), made };
  };
  if (map.keyedBy === undefined) return resolveAttribute(entryOf(''), mapName, segments.slice(3), ask);
  const [key, ...attribute] = segments.slice(3);
  const keys = keysOf(lowered, map);
  if (key === undefined) return wholeMap(map, keys, (one) => ask(entryOf(one), WHOLE));
  if (!keys.includes(key)) {
    return new Fault('unknown-export', `${mapName} has no ${show(key)}`, didYouMean(key, keys));
  }
  return resolveAttribute(entryOf(key), `${mapName}.${key}`, attribute, ask);
}

function resolveAttribute(entry: Entry, what: string, path: readonly string[], ask: Ask): unknown {
  const { attributes } = entry.map;
  const [name, ...deeper] = path;
  if (name === undefined) return ask(entry, WHOLE);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) {
    return new Fault('unknown-export', `${what} has no ${show(name)}`, didYouMean(name, Object.keys(attributes)));
  }
  if (typeof attribute !== 'function') {
    if ('runtime' in attribute) return ask(entry, path.join('.'));
    return new Fault('unknown-export', `${what}.${name} has no value: ${attribute.nothing}`, 'Leave it out.');
  }
  if (deeper.length > 0) {
    return new Fault('unknown-export', `${what}.${name} has nothing inside it`, `Refer to ${what}.${name} itself.`);
  }
  const value = attribute(entry.made);
  // As CloudFormation's own attributes, of which none is a number or a boolean.
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** A map of entries, each JSON text, as JSON text: subnets are a list, all else has keys. */
function wholeMap(
  { keyedBy }: ExportMap,
  keys: readonly string[],
  entry: (key: string) => Intrinsic,
): string | Intrinsic {
  const isList = keyedBy === 'subnets';
  const parts = keys.flatMap((key, index) => {
    const comma = index > 0 ? ',' : '';
    return [isList ? comma : `${comma}${JSON.stringify(key)}:`, entry(key)];
  });
  return concat(isList ? '[' : '{', ...parts, isList ? ']' : '}');
}

function keysOf({ module, emitted }: Lowered, { keyedBy, kind, isShared }: ExportMap): string[] {
  const ids = new Set(emitted.map(({ id }) => id));
  const all =
    keyedBy === 'subnets'
      ? Array.from({ length: 8 }, (_, index) => String(index))
      : module[keyedBy ?? 'environments'].map(({ key }) => key);
  return all.filter((key) => isShared || ids.has(logicalId(module.id, kind, key)));
}
