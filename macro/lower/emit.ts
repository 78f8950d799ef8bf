/** How every file of this folder says what it makes: one resource, its logical id from module, kind and name. */

import { concat, isIntrinsic, ref } from '../intrinsics.js';
import { type Kind, logicalId } from '../logical-id.js';
import type { Module } from '../module.js';
import { type Emitted, isMapping, type Mapping, type Path, type Resource } from '../template.js';

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
export const nameOf = ({ config }: Module) => config.name ?? ref('AWS::StackName');

/** The tags of what a module makes: Provose's own, and a name where the console shows one. */
export function tags(module: Module, nameSuffix?: string) {
  const provose = { Key: 'Provose', Value: nameOf(module) };
  if (nameSuffix === undefined) return [provose];
  return [{ Key: 'Name', Value: concat(nameOf(module), nameSuffix) }, provose];
}

/**
 * Properties with the user's own laid over them: mappings merge, anything else replaces.
 *
 * @param over - CloudFormation properties as they are, or none
 */
export function override(properties: Mapping, over: Mapping | undefined): Mapping {
  if (!over) return properties;
  const merged = Object.entries(over).map(([key, value]) => {
    const base = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const isMerged = isMapping(base) && isMapping(value) && !isIntrinsic(base) && !isIntrinsic(value);
    return [key, isMerged ? override(base, value) : value] as const;
  });
  return { ...properties, ...Object.fromEntries(merged) };
}
