/** Creates resources for the other files in this folder: logical id, attributes of the module, tags and overrides. */

import type { Module } from '../read/module.js';
import { NAMED_LISTS } from '../schema/properties.js';
import {
  concat,
  isIntrinsic,
  isNoValue,
  isPlainMapping,
  isRemoved,
  orElse,
  ref,
  unlessNothing,
} from '../template/intrinsics.js';
import { type Kind, logicalId } from '../template/logical-id.js';
import { type Emitted, isMapping, type Mapping, type Path, type Resource } from '../template/template.js';

/**
 * Returns a function that creates the resources of one place in a module. Properties that are `undefined` are omitted.
 *
 * @param path - the path in the template that requires them
 */
export function emitter(module: Module, path: Path) {
  const { Condition, DependsOn = [], ...policies } = module.attributes;
  return (kind: Kind, name: string, Type: string, properties: Mapping, dependsOn: readonly string[] = []): Emitted => {
    const Properties: Record<string, unknown> = {};
    for (const key in properties) if (properties[key] !== undefined) Properties[key] = properties[key];
    const after = [...dependsOn, ...DependsOn];
    const resource: Resource = {
      Type,
      ...(Condition !== undefined && { Condition }),
      ...(after.length > 0 && { DependsOn: after }),
      ...policies,
      Properties,
    };
    return { id: logicalId(module.id, kind, name), resource, path };
  };
}

/** The name of the module: its `name`, or the name of the stack. */
export const nameOf = ({ config }: Module) => orElse(config.name, ref('AWS::StackName'));

/**
 * The tags of created resources: `Name` for types whose name the console shows, Provose's own, and the user's, whose
 * `Name` wins. Only for types whose tags can change without a replacement.
 */
export function tags(module: Module, nameSuffix?: string): unknown[] {
  const own = Object.entries(module.config.tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const hasName = nameSuffix !== undefined && !own.some(([key]) => key === 'Name');
  return [
    ...(hasName ? [{ Key: 'Name', Value: concat(nameOf(module), nameSuffix) }] : []),
    { Key: 'Provose', Value: nameOf(module) },
    // If a value can be AWS::NoValue, the whole tag must be absent in that case.
    ...own.map(([Key, value]) => unlessNothing(value, (Value) => ({ Key, Value }))),
  ];
}

/**
 * Merges overrides into generated properties: mappings merge recursively, the lists above merge by name, and all other
 * values replace. Null and `AWS::NoValue` remove a property.
 *
 * @param over - CloudFormation properties
 */
export function override(properties: Mapping, over: Mapping | undefined): Mapping {
  if (!over) return properties;
  const kept = Object.entries(properties).filter(([key]) => !isRemoved(over, key));
  const laid = Object.entries(over).filter(([key]) => !isRemoved(over, key));
  const merged = laid.map(([key, value]) => {
    const base = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return [key, overrideValue(key, base, value)] as const;
  });
  return Object.fromEntries([...kept, ...merged]);
}

function overrideValue(key: string, base: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => overrideValue('', undefined, item));
    const name = Object.hasOwn(NAMED_LISTS, key) ? NAMED_LISTS[key] : undefined;
    return name !== undefined && isNamedBy(name, base) ? byName(name, base, items) : items;
  }
  if (!isMapping(value) || isNoValue(value)) return value;
  return override(isPlainMapping(base) && !isIntrinsic(value) ? base : {}, value);
}

/** Whether a value is a list of mappings that each have the literal name. */
function isNamedBy(name: string, value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every((item) => isMapping(item) && typeof item[name] === 'string');
}

/** An entry replaces the one with the same name. Others, and entries without a literal name, are appended. */
function byName(name: string, base: readonly Mapping[], over: readonly unknown[]): unknown[] {
  const nameOfEntry = (item: unknown) => (isMapping(item) && typeof item[name] === 'string' ? item[name] : item);
  const all = new Map([...base, ...over].map((item) => [nameOfEntry(item), item]));
  return [...all.values()];
}
