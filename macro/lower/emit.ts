/** How every file of this folder says what it makes: one resource, its logical id from module, kind and name. */

import type { Module } from '../read/module.js';
import { concat, isIntrinsic, isNoValue, isRemoved, orElse, ref } from '../template/intrinsics.js';
import { type Kind, logicalId } from '../template/logical-id.js';
import { type Emitted, isMapping, type Mapping, type Path, type Resource } from '../template/template.js';

/**
 * Makes the resources that come of one place of a module. Properties that are `undefined` are left out.
 *
 * @param path - the place in the template that asked for them
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

/** What the module is called: its `name`, or the stack's. */
export const nameOf = ({ config }: Module) => orElse(config.name, ref('AWS::StackName'));

/** The tags of what a module makes: Provose's own, and a name where the console shows one. */
export function tags(module: Module, nameSuffix?: string) {
  const provose = { Key: 'Provose', Value: nameOf(module) };
  if (nameSuffix === undefined) return [provose];
  return [{ Key: 'Name', Value: concat(nameOf(module), nameSuffix) }, provose];
}

/** Lists whose entries have a name of their own, with the key that holds it. */
const NAMED_LISTS: Readonly<Record<string, string>> = {
  ResourceRequirements: 'Type',
  Environment: 'Name',
  Secrets: 'Name',
};

/**
 * Properties with the user's own laid over them: mappings merge, the lists above merge by name, anything else
 * replaces. What is null or `AWS::NoValue` removes the property.
 *
 * @param over - CloudFormation properties as they are, or none
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
  return override(isMapping(base) && !isIntrinsic(base) && !isIntrinsic(value) ? base : {}, value);
}

/** Whether a value is a list of mappings that each have the literal name. */
function isNamedBy(name: string, value: unknown): value is readonly Mapping[] {
  return Array.isArray(value) && value.every((item) => isMapping(item) && typeof item[name] === 'string');
}

/** An entry takes the place of the one with its name; the others, and those without a literal name, are appended. */
function byName(name: string, base: readonly Mapping[], over: readonly unknown[]): unknown[] {
  const nameOfEntry = (item: unknown) => (isMapping(item) && typeof item[name] === 'string' ? item[name] : item);
  const all = new Map([...base, ...over].map((item) => [nameOfEntry(item), item]));
  return [...all.values()];
}
