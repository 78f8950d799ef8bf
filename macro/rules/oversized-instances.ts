import { familyOf, type InstanceType, typesOf } from '../compute/instance-types.js';
import type { Definition, Entry } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { section } from '../template/template.js';
import { overridesReach } from './overrides.js';
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
      const needs = needsOf(jobs.get(environment) ?? []);
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

interface Needs {
  readonly vcpus: number;
  readonly memory: number;
}

/** The types of an environment; `undefined` if not all are known, or if they are for something other than their size. */
function typesIn({ value }: Entry<ComputeEnvironment>): InstanceType[] | undefined {
  const { instance_types: entries } = value.instances;
  const isOverridden = section(value.overrides ?? {}, 'ComputeResources')['InstanceTypes'] !== undefined;
  if (platformOf(value.instances) !== 'EC2' || !Array.isArray(entries) || isOverridden) return undefined;
  // Of a family, AWS Batch chooses the size.
  if (!entries.every((entry) => typeof entry === 'string' && entry.includes('.'))) return undefined;
  const types = entries.map((entry) => typesOf(String(entry))[0]);
  return types.every((type) => type !== undefined && type.gpus === 0 && !type.isMetal)
    ? (types as InstanceType[])
    : undefined;
}

/** The most that any job needs; `undefined` if there is none or if not all is known. */
function needsOf(definitions: readonly Definition[]): Needs | undefined {
  const sizes = definitions.map(({ value: { vcpus, memory, nodes, gpus, overrides } }) =>
    typeof vcpus === 'number' && typeof memory === 'number' && !nodes && !gpus && !overridesReach(overrides, CONTAINERS)
      ? { vcpus, memory }
      : undefined,
  );
  if (sizes.length === 0 || sizes.includes(undefined)) return undefined;
  const most = (key: keyof Needs) => Math.max(...sizes.map((size) => size?.[key] ?? 0));
  return { vcpus: most('vcpus'), memory: most('memory') };
}

/** What can change what a job needs. */
const CONTAINERS = ['ContainerProperties', 'EcsProperties', 'EksProperties'];

/** The smallest type of the same family that has room for the job, if it is smaller. */
function smallerThan({ name, vcpus }: InstanceType, needs: Needs): InstanceType | undefined {
  const fitting = familyOf(name.slice(0, name.indexOf('.'))).find(
    (type) => type.vcpus >= needs.vcpus && type.memory * 0.9 >= needs.memory,
  );
  return fitting && fitting.vcpus < vcpus ? fitting : undefined;
}
