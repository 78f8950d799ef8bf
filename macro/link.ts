/**
 * References to modules: finds them wherever they stand, reports those that lead nowhere at the place where they were
 * written, and puts in their place what CloudFormation understands. It touches nothing else; a value without such a
 * reference stays the very same value.
 */

import { EXPORT_TYPE, type ExportProperties } from './contract.js';
import type { Diagnostics } from './diagnostics.js';
import {
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
import { type Entry, Fault, type Lowered, resolveExport } from './resolve-export.js';
import { type Emitted, isMapping, type Mapping, type Template, textOf } from './template.js';

/** What is to be asked of AWS about an entry. */
interface Asked {
  readonly entry: Entry;
  readonly attributes: Set<string>;
}

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
