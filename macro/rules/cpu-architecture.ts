import { architectureOf } from '../compute/instance-types.js';
import type { Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { isDynamic } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

export const cpuArchitecture: Rule = {
  code: 'cpu-architecture',
  severity: 'error',
  description:
    'A job on Managed Instances whose CPU architecture none of the instance types has, so that it would wait forever.',
  check: eachModule(({ definitions }, report) => {
    for (const { path, value, environment, runsOn } of definitions) {
      if (platformOf(environment.value.instances) !== 'MANAGED_INSTANCES') continue;
      const { cpu_architecture: wanted = 'X86_64' } = value;
      if (typeof wanted !== 'string' || isDynamic(wanted) || runsOn.some((each) => canRun(each, wanted))) continue;
      const other = wanted === 'ARM64' ? 'X86_64' : 'ARM64';
      const message = `cpu_architecture is ${wanted}, and all instance_types of ${environment.key} are ${other}`;
      const at = value.cpu_architecture === undefined ? path : [...path, 'cpu_architecture'];
      report(at, message, `Set cpu_architecture: ${other}, or change instance_types.`);
    }
  }),
};

/** Whether an environment can have instances of an architecture, as far as its types are known. */
function canRun({ value }: Entry<ComputeEnvironment>, wanted: string): boolean {
  const types = value.instances.instance_types;
  if (!Array.isArray(types)) return true;
  return types.some((type) => {
    const architecture = typeof type === 'string' ? architectureOf(type) : undefined;
    return architecture === undefined || architecture.toUpperCase() === wanted;
  });
}
