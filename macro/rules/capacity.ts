/** What the compute environments of a module can start, with the values that `overrides` put in place of others. */

import { type InstanceType, isGroup, startedBy } from '../compute/instance-types.js';
import type { Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { isPlainMapping } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import { once } from './once.js';

/** An entry of the instance types of an environment, as far as it is known. */
export interface Listed {
  readonly name: string;
  readonly path: Path;
}

export interface Capacity {
  readonly listed: readonly Listed[];
  /** The types that it can start, `undefined` if not all of them are known. */
  readonly types: readonly InstanceType[] | undefined;
  /** Whether AWS can add types to them. */
  readonly canGrow: boolean;
  /** `undefined` if not known. */
  readonly maxVcpus: number | undefined;
  readonly maxVcpusPath: Path;
}

/** A value that is in effect, and where it is written. */
export interface Effective {
  readonly value: unknown;
  readonly path: Path;
}

const ON_EC2 = ['ComputeResources', 'InstanceTypes'];
const ON_MANAGED_INSTANCES =
  'ComputeResources ManagedInstancesProvider InstanceLaunchTemplate InstanceRequirements AllowedInstanceTypes'.split(
    ' ',
  );

/** What an environment can start. */
export const capacityOf = once(({ path, value }: Entry<ComputeEnvironment>): Capacity => {
  const { instances, overrides } = value;
  const at = (key: 'instance_types' | 'max_vcpus') => ({ value: instances[key], path: [...path, 'instances', key] });
  const platform = platformOf(instances);
  const property = platform === 'MANAGED_INSTANCES' ? ON_MANAGED_INSTANCES : ON_EC2;
  const types = effective(at('instance_types'), overrides, [...path, 'overrides'], property);
  const max = effective(at('max_vcpus'), overrides, [...path, 'overrides'], ['ComputeResources', 'MaxvCpus']);
  // `platform-key` refuses instance types on Fargate.
  const names = Array.isArray(types.value) && platform !== 'FARGATE' ? (types.value as readonly unknown[]) : [];
  const started = names.map((name) => (typeof name === 'string' ? startedBy(name) : []));
  return {
    listed: names.flatMap((name, index) => (typeof name === 'string' ? [{ name, path: [...types.path, index] }] : [])),
    types: started.length > 0 && started.every(({ length }) => length > 0) ? flat(started) : undefined,
    canGrow: names.some((name) => typeof name === 'string' && isGroup(name)),
    // `override-value` reports less than one.
    maxVcpus: typeof max.value === 'number' && max.value > 0 ? max.value : undefined,
    maxVcpusPath: max.path,
  };
});

/** One list, without a copy if there is only one. */
const flat = (lists: readonly (readonly InstanceType[])[]) =>
  lists.length === 1 && lists[0] ? lists[0] : lists.flat();

/** A value, or what overrides put in its place. A function on the way to the property hides it. */
export function effective(
  written: Effective,
  overrides: Mapping | undefined,
  at: Path,
  properties: readonly string[],
): Effective {
  let value: unknown = overrides;
  for (const name of properties) {
    if (value === undefined || (isPlainMapping(value) && !Object.hasOwn(value, name))) return written;
    value = isPlainMapping(value) ? value[name] : null;
  }
  return { value, path: [...at, ...properties] };
}
