/** How every file of this folder says what it makes: one resource, its logical id from module, kind and name. */

import { concat, ref } from '../intrinsics.js';
import { type Kind, logicalId } from '../logical-id.js';
import type { Module } from '../module.js';
import type { Emitted, Mapping, Path } from '../template.js';

/**
 * Makes the resources that come of one place of a module. Properties that are `undefined` are left out.
 *
 * @param path - the place in the template that asked for them
 */
export function emitter(module: Module, path: Path) {
  return (kind: Kind, name: string, type: string, properties: Mapping, dependsOn: readonly string[] = []): Emitted => {
    const Properties: Record<string, unknown> = {};
    for (const key in properties) if (properties[key] !== undefined) Properties[key] = properties[key];
    const resource =
      dependsOn.length > 0 ? { Type: type, DependsOn: dependsOn, Properties } : { Type: type, Properties };
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
