import { architectureOf } from '../compute/instance-types.js';
import type { Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { once } from './once.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeEnvironmentOrder.html */
export const queueArchitectures: Rule = {
  code: 'queue-architectures',
  severity: 'error',
  description: 'A queue whose compute environments have different CPU architectures.',
  check: eachModule(({ queues }, report) => {
    for (const { path, runsOn } of queues) {
      if (runsOn.length < 2) continue;
      const on = (architecture: string) => runsOn.find((each) => architectureIn(each) === architecture)?.key;
      const [arm, x86] = [on('arm64'), on('x86_64')];
      if (arm === undefined || x86 === undefined) continue;
      const message = `${arm} has instance types with Arm CPUs and ${x86} with x86 CPUs; a queue has only one architecture`;
      report([...path, 'compute_environments'], message, 'Use one queue for each architecture.');
    }
  }),
};

/** The architecture of an environment; `undefined` if it is not known, or if `mixed-architectures` reports it. */
const architectureIn = once((environment: Entry<ComputeEnvironment>): string | undefined => {
  if (platformOf(environment.value.instances) !== 'EC2') return undefined;
  const all = new Set(capacityOf(environment).listed.flatMap(({ name }) => architectureOf(name) ?? []));
  return all.size === 1 ? [...all][0] : undefined;
});
