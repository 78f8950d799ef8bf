/** The Linux parameters and limits of a container. */

import type { JobDefinition } from '../schema/compute-environment.js';
import { canBeNothing, eachBranch, isNoValue, isPlainMapping, ref } from '../template/intrinsics.js';
import { type Mapping, sortedEntries } from '../template/template.js';
import { tmpfs } from './mounts.js';
import { namedList } from './named-list.js';

/** @param own - the parameters that keys of the definition set directly */
export function linuxParameters({ mounts }: JobDefinition, { Devices, ...own }: Mapping): Mapping | undefined {
  const Tmpfs = tmpfs(mounts);
  const all = {
    ...own,
    ...(Array.isArray(Devices) && { Devices: Devices.map(device) }),
    ...(Tmpfs.length > 0 && { Tmpfs }),
  };
  if (Object.keys(all).length === 0) return undefined;
  return Object.values(all).every(canBeNothing) ? unlessAllNothing(sortedEntries(all)) : all;
}

/** A mapping of values that can all be `AWS::NoValue`, which is so itself where they are: AWS rejects an empty one. */
function unlessAllNothing([first, ...rest]: readonly (readonly [string, unknown])[]): Mapping {
  if (!first) return ref('AWS::NoValue');
  const [name, value] = first;
  return eachBranch(value, (branch) =>
    isNoValue(branch) ? unlessAllNothing(rest) : { [name]: branch, ...Object.fromEntries(rest) },
  ) as Mapping;
}

/** A path stands for the device at the path. */
const device = (value: unknown) => (isPlainMapping(value) ? value : { HostPath: value });

export function ulimits({ ulimits: limits }: JobDefinition): Mapping {
  const Ulimits = namedList(limits, (Name, limit) => {
    const [SoftLimit, HardLimit] = isPlainMapping(limit) ? [limit['soft'], limit['hard']] : [limit, limit];
    return { Name, SoftLimit, HardLimit };
  });
  return Ulimits ? { Ulimits } : {};
}
