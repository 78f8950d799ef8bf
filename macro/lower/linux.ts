/** The Linux parameters and limits of a container. */

import type { JobDefinition } from '../schema/compute-environment.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
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
  return Object.keys(all).length > 0 ? all : undefined;
}

/** A path stands for the device at the path. */
const device = (value: unknown) => (isMapping(value) && !isIntrinsic(value) ? value : { HostPath: value });

export function ulimits({ ulimits: limits }: JobDefinition): Mapping {
  const Ulimits = namedList(limits, (Name, limit) => {
    const [SoftLimit, HardLimit] =
      isMapping(limit) && !isIntrinsic(limit) ? [limit['soft'], limit['hard']] : [limit, limit];
    return { Name, SoftLimit, HardLimit };
  });
  return Ulimits ? { Ulimits } : {};
}
