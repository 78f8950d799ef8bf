/**
 * Resolves references to the modules of a template: each becomes a value that CloudFormation understands, logical ids,
 * or a fault. It does not change the template.
 */

import { EXPORT_TYPE, type ExportProperties, MAX_RESPONSE_BYTES } from '../contract.js';
import { customEmitter } from '../lower/custom-resource.js';
import { EXTENSIONS_FIRST } from '../read/evaluate.js';
import { EXPORTED } from '../read/exported.js';
import type { Module } from '../read/module.js';
import { getAtt, type Intrinsic, ref, type Takes } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Reference, references, visitAll } from '../template/references.js';
import { badSubName, isSubName } from '../template/substitute.js';
import type { Emitted, Path } from '../template/template.js';
import { minBytes } from './export-size.js';
import { type Entry, Fault, type Lowered, resolveExport, WHOLE } from './resolve-export.js';

/** The attributes of an entry that a custom resource must read from AWS. */
interface Asked {
  readonly entry: Entry;
  readonly attributes: Set<string>;
}

export class Linker {
  readonly #lowered: ReadonlyMap<string, Lowered>;
  readonly #asked = new Map<string, Asked>();
  readonly #values = new Map<string, unknown>();

  readonly #placeOf: (path: Path) => Path;

  /** @param placeOf - translates a path in a module into a path in the source */
  constructor(lowered: readonly Lowered[], placeOf: (path: Path) => Path) {
    this.#lowered = new Map(lowered.map((one) => [one.module.id, one]));
    this.#placeOf = placeOf;
  }

  /** The module that a reference names, if any. */
  moduleOf({ kind, name }: Reference): Lowered | undefined {
    if (kind === 'Condition' || kind === 'Mapping') return undefined;
    return this.#lowered.get(kind === 'GetAtt' ? name : (name.split('.')[0] ?? ''));
  }

  /** Resolves a reference to a module: a value, logical ids, or a fault. */
  resolve(reference: Reference): unknown {
    const { kind, name, attribute, inSub } = reference;
    const lowered = this.moduleOf(reference);
    if (!lowered) return undefined;
    const { module, emitted } = lowered;
    const example = `!GetAtt ${module.id}.${exampleOf(module)}`;
    if (kind === 'DependsOn') {
      if (name === module.id) return emitted.map(({ id }) => id);
      const message = `DependsOn takes logical ids; received ${name}`;
      return new Fault('module-ref', message, `Write DependsOn: ${module.id}, which waits for the whole module.`);
    }
    if (kind === 'Ref') {
      const message = `${name} is a module and has no value of its own`;
      const isDotted = name !== module.id;
      if (isDotted) return new Fault('module-ref', `Ref takes a logical id; received ${name}`, `Write !GetAtt ${name}`);
      return new Fault('module-ref', message, `Refer to one of its values, such as ${example}.`);
    }
    if (attribute?.includes('${')) {
      const message = `the attribute of ${name} must be known before this macro runs; received ${attribute}`;
      return new Fault('unknown-export', message, EXTENSIONS_FIRST);
    }
    if (attribute === undefined) {
      const message = `the attribute of ${name} must be literal text and not a function`;
      return new Fault('unknown-export', message, `For example: ${example}`);
    }
    if (inSub !== undefined && !isSubName(inSub)) {
      const hint = `Use a variable: !Sub ['\${x}', { x: !GetAtt ${name}.${attribute} }].`;
      return new Fault('bad-sub-name', badSubName(inSub), hint);
    }
    const value = this.#valueOf(lowered, attribute);
    return value instanceof Fault
      ? value
      : (misplaced(value, this.#takesAt(reference), `${name}.${attribute}`) ?? value);
  }

  /** What is valid at a place. In the body of a module, the language determines it as well. */
  #takesAt({ takes, path }: Reference): Takes {
    const owner = takes === 'anything' ? this.#ownerOf(path) : undefined;
    return owner ? owner.module.takesAt(path) : takes;
  }

  /** The module whose body or attributes contain a path. */
  #ownerOf(path: Path): Lowered | undefined {
    return [...this.#lowered.values()].find(({ module }) => isInside(path, module.path.slice(0, 2)));
  }

  /** The value of an attribute, in which references to modules are resolved as well. */
  #valueOf(lowered: Lowered, attribute: string): unknown {
    const whole = `${lowered.module.id}.${attribute}`;
    if (this.#values.has(whole)) return this.#values.get(whole);
    const hint = 'Replace one of the references by a literal value.';
    this.#values.set(whole, new Fault('circular-dependency', `${whole} is defined by itself`, hint));
    let value = resolveExport(lowered, attribute, (entry, what) => this.#ask(entry, what));
    if (!(value instanceof Fault)) {
      let circle: Fault | undefined;
      value = visitAll(value, (reference) => {
        const inner = this.resolve(reference);
        // All other faults are reported at their own references.
        if (!(inner instanceof Fault)) return inner;
        if (inner.code === 'circular-dependency') circle = inner;
        return undefined;
      });
      value = circle ?? value;
    }
    this.#values.set(whole, value);
    return value;
  }

  /** The logical ids of the resources that contain a reference after expansion. */
  ownersOf({ path }: Reference): string[] {
    const lowered = this.#ownerOf(path);
    if (!lowered) return path[0] === 'Resources' ? [String(path[1])] : [];
    const { emitted } = lowered;
    // A setting of the whole module can be part of any of its resources.
    const isSetting = isInside(path, lowered.module.configPath);
    const nearest = isSetting ? [] : emitted.filter((one) => isInside(path, this.#placeOf(one.path)));
    return (nearest.length > 0 ? nearest : emitted).map(({ id }) => id);
  }

  /** The logical ids that the resources with a reference depend on because of it. */
  targetsOf(reference: Reference): string[] {
    const value = this.resolve(reference);
    return reference.kind === 'DependsOn' ? (value as string[]) : references(value, []).map(({ name }) => name);
  }

  /** The custom resources that read referenced entries from AWS, one per entry, in the order of the references. */
  exports(): Emitted[] {
    return [...this.#asked.values()].map(({ entry, attributes }) => {
      const { lowered, map, mapName, name, made } = entry;
      const id = map.identifiedBy?.(made) ?? ref(made.id);
      // The resource itself, except for a route, which is identified by its route table.
      const identified = references(id, [])[0]?.name;
      const properties: ExportProperties = {
        ResourceType: mapName.split('.')[1] ?? '',
        Id: id as string,
        LogicalId: identified ?? made.id,
        Attributes: [...attributes].sort(),
        ...(!map.isRevised && { Fingerprint: made.properties }),
      };
      const after = [...(identified === made.id ? [] : [made.id]), ...(map.after ?? []).map(made.only)];
      const emit = customEmitter(lowered.module, lowered.module.path);
      return emit('Export', name, EXPORT_TYPE, { ...properties }, after);
    });
  }

  /** What a reference asks AWS for, if it cannot fit into the response of its custom resource. */
  tooLarge(reference: Reference): { what: string; bytes: number; native: string[] } | undefined {
    const asked = references(this.resolve(reference), []);
    for (const { entry } of this.#asked.values()) {
      const asking = logicalId(entry.lowered.module.id, 'Export', entry.name);
      for (const { attribute } of asked.filter(({ name }) => name === asking)) {
        const isWhole = attribute === WHOLE;
        const bytes = minBytes(entry.map, entry.made.properties, isWhole ? undefined : attribute);
        if (bytes <= MAX_RESPONSE_BYTES) continue;
        const native = Object.entries(entry.map.attributes).filter(([, value]) => typeof value === 'function');
        const what = `${isWhole ? 'the whole entry' : attribute} of ${entry.made.id}`;
        return { what, bytes, native: native.map(([name]) => name) };
      }
    }
    return undefined;
  }

  /** Lets a custom resource read an attribute of an entry, or the whole entry, from AWS. */
  #ask(entry: Entry, attribute: string): Intrinsic {
    const { id } = entry.lowered.module;
    // By name and not by logical id, so that two entries with the same id become two resources, which a check reports.
    const key = `${id} ${entry.name}`;
    const asked = this.#asked.get(key) ?? { entry, attributes: new Set<string>() };
    asked.attributes.add(attribute);
    this.#asked.set(key, asked);
    return getAtt(logicalId(id, 'Export', entry.name), attribute);
  }
}

/** The fault of a value at a place where it is not valid. */
function misplaced(value: unknown, takes: Takes, what: string): Fault | undefined {
  const isList = Array.isArray(value);
  if (takes === 'nothing') {
    const message = `macros cannot change this section; received ${what}`;
    return new Fault('misplaced-reference', message, 'Write the value itself.');
  }
  if (takes === 'literal' && typeof value !== 'string') {
    const message = `CloudFormation does not allow attributes of resources here; received ${what}`;
    return new Fault(
      'misplaced-reference',
      message,
      'Write the value itself, or move the reference to a place where CloudFormation allows it.',
    );
  }
  if (takes === 'text' && isList) {
    const map = what.split('.').slice(0, -1).join('.');
    const message = `${what} is a list, and only text is valid here`;
    return new Fault(
      'misplaced-reference',
      message,
      `Join it with Fn::Join, or use the whole entry as JSON text: !GetAtt ${map}`,
    );
  }
  if (takes === 'list' && !isList) {
    const message = `${what} is text, and only a list is valid here`;
    return new Fault('misplaced-reference', message, `Write a list: [!GetAtt ${what}]`);
  }
  return undefined;
}

const isInside = (path: readonly unknown[], outer: readonly unknown[]) =>
  outer.every((key, index) => path[index] === key);

/** A valid reference, to show in hints. */
function exampleOf({ queues, environments }: Module): string {
  const [queue] = queues;
  if (queue) return `${EXPORTED.queues}.${queue.key}.arn`;
  return `${EXPORTED.environments}.${environments[0]?.key}.arn`;
}
