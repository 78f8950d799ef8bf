import { lacksNvme } from '../compute/instance-types.js';
import { eachModule, type Rule } from './rule.js';
import { unknownName } from './type-names.js';

export const noNvme: Rule = {
  code: 'no-nvme',
  severity: 'warning',
  description: 'An nvme_scratch for instance types that have no NVMe disks.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      const { nvme_scratch: scratch, instance_types: types } = value.instances;
      if (scratch === undefined || !Array.isArray(types)) continue;
      for (const [index, type] of types.entries()) {
        if (typeof type !== 'string' || !lacksNvme(type) || unknownName(type)?.isMisspelled) continue;
        const message = `${type} has no NVMe disks for nvme_scratch, which is a directory on its root volume there`;
        report([...path, 'instances', 'instance_types', index], message, 'Use a type such as m6id.large, or disk_gib.');
      }
    }
  }),
};
