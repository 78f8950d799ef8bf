import { architectureOf } from '../compute/instance-types.js';
import { platformOf } from '../schema/platform.js';
import { eachModule, type Rule } from './rule.js';

export const mixedArchitectures: Rule = {
  code: 'mixed-architectures',
  severity: 'error',
  description: 'A compute environment with instance types of different CPU architectures.',
  check: eachModule(({ environments }, report) => {
    for (const { path, value } of environments) {
      // Amazon ECS chooses among the types by the architecture of each job.
      if (platformOf(value.instances) === 'MANAGED_INSTANCES') continue;
      const types = Array.isArray(value.instances.instance_types) ? value.instances.instance_types : [];
      const named = types.filter((type) => typeof type === 'string');
      const arm = named.find((type) => architectureOf(type) === 'arm64');
      const x86 = named.find((type) => architectureOf(type) === 'x86_64');
      if (arm === undefined || x86 === undefined) continue;
      const message = `${arm} has an Arm CPU and ${x86} an x86 CPU; a compute environment has only one architecture`;
      report([...path, 'instances', 'instance_types'], message, 'Use one compute environment for each architecture.');
    }
  }),
};
