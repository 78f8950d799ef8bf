/** What the compute environments of a module can start. */

import { type InstanceType, isGroup, startedBy } from '../compute/instance-types.js';
import type { Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { isUnseen } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
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
}

/** What an environment can start. */
export const capacityOf = once(({ path, value }: Entry<ComputeEnvironment>): Capacity => {
  const { instance_types: types, max_vcpus: max } = value.instances;
  const at = [...path, 'instances', 'instance_types'];
  // `platform-key` refuses instance types on Fargate.
  const names = Array.isArray(types) && platformOf(value.instances) !== 'FARGATE' ? (types as readonly unknown[]) : [];
  const started = names.map((name) => (typeof name === 'string' ? startedBy(name) : []));
  return {
    listed: names.flatMap((name, index) => (isUnseen(name) ? [] : [{ name: String(name), path: [...at, index] }])),
    types: started.length > 0 && started.every(({ length }) => length > 0) ? flat(started) : undefined,
    canGrow: names.some((name) => typeof name === 'string' && isGroup(name)),
    maxVcpus: typeof max === 'number' ? max : undefined,
  };
});

/** One list, without a copy if there is only one. */
const flat = (lists: readonly (readonly InstanceType[])[]) =>
  lists.length === 1 && lists[0] ? lists[0] : lists.flat();
