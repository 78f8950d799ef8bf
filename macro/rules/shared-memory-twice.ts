import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

const SHARED_MEMORY = '/dev/shm';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_LinuxParameters.html */
export const sharedMemoryTwice: Rule = {
  code: 'shared-memory-twice',
  severity: 'warning',
  description: 'A mount at /dev/shm beside shared_memory_mib, which is the size of the same place.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value } of definitions) {
      const { [SHARED_MEMORY]: mount } = (value.mounts ?? {}) as Readonly<Record<string, unknown>>;
      if (mount === undefined || value.shared_memory_mib === undefined) continue;
      const key = isMapping(mount) && mount['tmpfs_mib'] !== undefined ? 'tmpfs_mib' : 'the mount';
      const message = `both shared_memory_mib and ${key} are for ${SHARED_MEMORY}, and only one can be in effect`;
      report([...path, 'mounts', SHARED_MEMORY], message, 'Remove one of them.');
    }
  }),
};
