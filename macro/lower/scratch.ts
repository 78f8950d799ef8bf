/** The instances' NVMe disks as a mount of job definitions. */

import type { Definition } from '../read/module.js';
import type { Mapping } from '../template/template.js';

/** Unlike that of any path in `mounts`, whose underscores are encoded. */
const NAME = 'nvme_scratch';

/** The volumes and mount points of a definition whose jobs can use NVMe disks; empty for all others. */
export function scratchMounts({ environment }: Definition): { Volumes: Mapping[]; MountPoints: Mapping[] } {
  // A rule demands the same path of all environments that can run the jobs.
  const { nvme_scratch: path } = environment.value.instances;
  if (path === undefined) return { Volumes: [], MountPoints: [] };
  return {
    Volumes: [{ Name: NAME, Host: { SourcePath: path } }],
    MountPoints: [{ SourceVolume: NAME, ContainerPath: path }],
  };
}
