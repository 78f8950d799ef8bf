import { familyIn, familyOf, type InstanceType } from '../compute/instance-types.js';
import type { Definition, Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { capacityOf } from './capacity.js';
import { needsOf } from './job-needs.js';
import { eachModule, type Rule } from './rule.js';

/**
 * A job that needs less than this part of an instance leaves the rest of it idle, unless others run at the same time.
 * Large instances for many small jobs may be intended, so this is information.
 */
const PART = 4;

export const oversizedInstances: Rule = {
  code: 'oversized-instances',
  severity: 'info',
  description: 'Instances of which every job uses less than a quarter, while their family has smaller ones.',
  check: eachModule(({ environments, definitions }, report) => {
    const jobs = jobsOn(definitions);
    for (const environment of environments) {
      const types = typesIn(environment);
      const needs = mostOf(jobs.get(environment) ?? []);
      if (!types || !needs) continue;
      const least = (key: 'vcpus' | 'memory') => Math.min(...types.map((type) => type[key]));
      if (PART * needs.vcpus >= least('vcpus') || PART * needs.memory >= least('memory')) continue;
      const [smallest] = [...types].sort((a, b) => a.vcpus - b.vcpus);
      const better = smallest && smallerThan(smallest, needs);
      if (!better) continue;
      const message = `no job definition needs more than ${needs.vcpus} of the ${smallest.vcpus} vCPUs and ${needs.memory} of the ${smallest.memory} MiB of ${smallest.name}, the smallest type`;
      const hint = `Use a smaller type such as ${better.name}, unless several jobs share an instance.`;
      report([...environment.path, 'instances', 'instance_types'], message, hint);
    }
  }),
};

/** The job definitions whose jobs each environment can run. */
function jobsOn(definitions: readonly Definition[]): ReadonlyMap<Entry<ComputeEnvironment>, readonly Definition[]> {
  const jobs = new Map<Entry<ComputeEnvironment>, Definition[]>();
  for (const definition of definitions) {
    for (const environment of definition.runsOn) {
      const own = jobs.get(environment);
      if (own) own.push(definition);
      else jobs.set(environment, [definition]);
    }
  }
  return jobs;
}

/** The types of an environment; `undefined` if not all are known, or if they are for something other than their size. */
function typesIn(environment: Entry<ComputeEnvironment>): readonly InstanceType[] | undefined {
  const { listed, types } = capacityOf(environment);
  if (platformOf(environment.value.instances) !== 'EC2') return undefined;
  // Of a family or group, AWS Batch chooses the size.
  if (!types || !listed.every(({ name }) => name.includes('.'))) return undefined;
  return types.every(({ gpus, isMetal }) => gpus === 0 && !isMetal) ? types : undefined;
}

type Sizes = Readonly<Record<'vcpus' | 'memory', number>>;

/** The most that any job needs; `undefined` if there is none or if not all is known. */
function mostOf(definitions: readonly Definition[]): Sizes | undefined {
  const all = definitions.map((definition) => ({ ...needsOf(definition), nodes: definition.value.nodes }));
  if (all.length === 0 || all.some(({ nodes, gpus }) => nodes !== undefined || gpus.amount !== 0)) return undefined;
  const most = (key: keyof Sizes) => Math.max(...all.map(({ [key]: { amount = Number.NaN } }) => amount));
  const sizes = { vcpus: most('vcpus'), memory: most('memory') };
  return Number.isNaN(sizes.vcpus + sizes.memory) ? undefined : sizes;
}

/** The smallest type of the same family that has room for the job, if it is smaller. */
function smallerThan({ name, vcpus }: InstanceType, needs: Sizes): InstanceType | undefined {
  const fitting = familyOf(familyIn(name)).find(
    (type) => type.vcpus >= needs.vcpus && type.memory * 0.9 >= needs.memory,
  );
  return fitting && fitting.vcpus < vcpus ? fitting : undefined;
}
