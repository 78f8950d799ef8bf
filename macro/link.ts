/**
 * References to modules: finds them wherever they stand, reports those that lead nowhere at the place where they were
 * written, and puts in their place what CloudFormation understands. It touches nothing else; a value without such a
 * reference stays the very same value.
 */

import { type Code, type Diagnostics, didYouMean, show } from './diagnostics.js';
import { isIntrinsic, type Reference, references, type SubArguments, sub, subOf } from './intrinsics.js';
import { logicalId } from './logical-id.js';
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

/** Sections that hold no references, or other people's examples of them. */
const PASSED_OVER = ['Transform', 'Parameters', 'Mappings', 'Metadata'];

/**
 * The output with every reference to a module resolved.
 *
 * @param input - where faults are reported; the same references stand there, at the places that their author knows
 */
export function link(
  input: Template,
  output: Template,
  lowered: readonly Lowered[],
  diagnostics: Diagnostics,
): Template {
  const linker = new Linker(lowered);
  const found = Object.entries(input)
    .filter(([name]) => !PASSED_OVER.includes(name))
    .flatMap(([name, value]) => references(value, [name]))
    .filter((reference) => linker.isOfModule(reference));
  for (const reference of found) {
    const value = linker.resolve(reference);
    if (value instanceof Fault) diagnostics.error(value.code, reference.path, value.message, value.hint);
  }
  if (found.length === 0 || diagnostics.failed) return output;
  const linked = Object.entries(output).map(([name, value]) => [
    name,
    PASSED_OVER.includes(name) ? value : name === 'Resources' ? linker.resources(value) : linker.rewrite(value),
  ]);
  return Object.fromEntries(linked);
}

class Linker {
  readonly #lowered: ReadonlyMap<string, Lowered>;

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
    return resolveExport(lowered, attribute);
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
function resolveExport(lowered: Lowered, asked: string): unknown {
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
  const rest = segments.slice(3);
  if (map.keyedBy === undefined) return resolveAttribute(lowered, map, mapName, '', rest);
  const [key, ...attribute] = rest;
  const keys = keysOf(lowered, map);
  if (key === undefined) return whole(mapName);
  if (!keys.includes(key)) {
    return new Fault('unknown-export', `${mapName} has no ${show(key)}`, didYouMean(key, keys));
  }
  return resolveAttribute(lowered, map, `${mapName}.${key}`, key, attribute);
}

function resolveAttribute({ module, emitted }: Lowered, map: ExportMap, entry: string, key: string, path: string[]) {
  const [name, ...deeper] = path;
  if (name === undefined) return whole(entry);
  const attribute = Object.hasOwn(map.attributes, name) ? map.attributes[name] : undefined;
  if (attribute === undefined) {
    return new Fault('unknown-export', `${entry} has no ${show(name)}`, didYouMean(name, Object.keys(map.attributes)));
  }
  if (typeof attribute !== 'function') {
    if ('runtime' in attribute) return onlyAwsKnows(`${entry}.${path.join('.')}`);
    return new Fault('unknown-export', `${entry}.${name} has no value: ${attribute.nothing}`, 'Leave it out.');
  }
  if (deeper.length > 0) {
    return new Fault('unknown-export', `${entry}.${name} has nothing inside it`, `Refer to ${entry}.${name} itself.`);
  }
  const id = logicalId(module.id, map.kind, map.isShared ? '' : key);
  const properties = emitted.find((made) => made.id === id)?.resource.Properties ?? {};
  const made: Made = { id, properties, only: (kind) => logicalId(module.id, kind) };
  const value = attribute(made);
  // As CloudFormation's own attributes, of which none is a number or a boolean.
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function keysOf({ module, emitted }: Lowered, { keyedBy, kind, isShared }: ExportMap): string[] {
  if (keyedBy === 'subnets') {
    const ids = new Set(emitted.map((made) => made.id));
    return Array.from({ length: 8 }, (_, index) => String(index)).filter((key) =>
      ids.has(logicalId(module.id, kind, key)),
    );
  }
  const keys = module[keyedBy ?? 'environments'].map(({ key }) => key);
  const ids = new Set(emitted.map((made) => made.id));
  return keys.filter((key) => isShared || ids.has(logicalId(module.id, kind, key)));
}

/** The seam of the export custom resource: a whole entry, or a map of them, as JSON text. */
const whole = (what: string) => onlyAwsKnows(`the whole of ${what}`);

/** The seam of the export custom resource: an attribute that only AWS has. */
function onlyAwsKnows(what: string): Fault {
  const message = `${what} is known only to AWS, once the stack is deployed, and cannot be asked for yet`;
  return new Fault(
    'known-at-run-time',
    message,
    'Refer to an attribute that the template itself has, such as arn, id or name.',
  );
}
