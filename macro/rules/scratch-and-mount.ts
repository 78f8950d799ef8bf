import { eachModule, type Rule } from './rule.js';

export const scratchAndMount: Rule = {
  code: 'scratch-and-mount',
  severity: 'error',
  description: 'A mount at the path at which nvme_scratch is mounted.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, runsOn } of definitions) {
      for (const at of Object.keys(value.mounts ?? {})) {
        const environment = runsOn.find((each) => each.value.instances.nvme_scratch === at);
        if (!environment) continue;
        const message = `both mounts and nvme_scratch of ${environment.key} mount ${at}`;
        report([...path, 'mounts', at], message, 'Use another path in mounts or in nvme_scratch.');
      }
    }
  }),
};
