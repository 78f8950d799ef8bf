/** Finds the compute environments on which a job never starts, because it fits none of their instance types. */

import { fargateSizeOf } from '../compute/fargate-sizes.js';
import { allTypes, architectureOf, familyIn, familyOf, type InstanceType } from '../compute/instance-types.js';
import { EXPORTED } from '../read/exported.js';
import type { Definition, Entry, Module, Queue } from '../read/module.js';
import { isOwn, schedulesOf } from '../read/schedules.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import type { Path } from '../template/template.js';
import { type Capacity, capacityOf } from './capacity.js';
import { fits, HAS, has, leastVcpus, RESERVED } from './enough.js';
import { type Key, type Needs, needsOf } from './job-needs.js';
import { once } from './once.js';

/** Why a job does not start on an environment. */
export interface Misfit {
  readonly environment: Entry<ComputeEnvironment>;
  readonly path: Path;
  readonly reason: string;
  readonly hint: string;
  /** Whether it can never start, also on types that AWS adds to a group such as `optimal`. */
  readonly isSure: boolean;
  readonly isOverMax?: true;
}

/** An environment whose `max_vcpus` is less than the instances have that a job needs. */
export interface Shortfall {
  readonly environment: Entry<ComputeEnvironment>;
  /** The vCPUs of the smallest instances that the job fits. */
  readonly vcpus: number;
  /** The type of those instances. */
  readonly type: InstanceType;
}

/** How a definition fits the environments on which its jobs can run. */
export interface Fit {
  readonly definition: Definition;
  readonly needs: Needs;
  /** The environments, its own first. */
  readonly places: readonly Entry<ComputeEnvironment>[];
  /** Whether it can also run where nothing is known of the instances. */
  readonly runsElsewhere: boolean;
  /** The queues for its jobs in which they never start. */
  readonly stuck: readonly Queue[];
  readonly misfits: readonly Misfit[];
  /** Where its jobs do not start in a queue unless AWS Batch exceeds `max_vcpus`: at most one for each queue. */
  readonly shortfalls: readonly Shortfall[];
}

/** How the definitions of a module fit. */
export const fitsOf = once((module: Module): readonly Fit[] =>
  module.definitions.map((definition) => fitOf(module, definition)),
);

function fitOf(module: Module, definition: Definition): Fit {
  const needs = needsOf(definition);
  const queues = definition.value.schedules
    ? schedulesOf({ ...module, definitions: [definition] }).flatMap(({ targets }) => targets.map(({ queue }) => queue))
    : [];
  const scheduled = queues.filter(isOwn);
  const own = scheduled.length > 0 ? [...new Set([...definition.queues, ...scheduled])] : definition.queues;
  const places =
    scheduled.length > 0
      ? [...new Set([...definition.runsOn, ...scheduled.flatMap(({ runsOn }) => runsOn)])]
      : definition.runsOn;
  const misfits = places.flatMap((environment) => misfitOf(environment, needs, module.region) ?? []);
  const isMisfit = (environment: Entry<ComputeEnvironment>) => misfits.some((one) => one.environment === environment);
  const ofModule = own.filter((queue) => !usesOthers(queue));
  const short = places.flatMap((environment) => (isMisfit(environment) ? [] : (shortfallOf(environment, needs) ?? [])));
  const shortIn = ({ runsOn }: Queue) =>
    runsOn.every((environment) => isMisfit(environment) || short.some((one) => one.environment === environment))
      ? short.filter(({ environment }) => runsOn.includes(environment)).slice(0, 1)
      : [];
  // Jobs can be submitted to any queue of the same kind, and surely are if there is none of their own.
  const { environment, key } = definition;
  const isSubmitted = () => own.length === 0 || module.isReferredTo(`${EXPORTED.definitions}.${key}.`);
  const fitsIn = (each: Entry<ComputeEnvironment>) =>
    platformOf(each.value.instances) === platformOf(environment.value.instances) &&
    !misfitOf(each, needs, module.region);
  const fitsElsewhere = () =>
    fitsIn(environment) ||
    module.queues.some(
      (queue) =>
        !own.includes(queue) && queue.runsOn.some(fitsIn) && (queue.environment === environment || isSubmitted()),
    );
  return {
    definition,
    needs,
    places,
    runsElsewhere:
      own.some(usesOthers) ||
      queues.some((queue) => queue !== undefined && !isOwn(queue)) ||
      // Other queues of the template may use the environments.
      (misfits.length > 0 && (fitsElsewhere() || module.isReferredTo(EXPORTED.environments))),
    // The scheduler tries the next environment if one has no suitable instances:
    // https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
    stuck: misfits.length === 0 ? [] : ofModule.filter(({ runsOn }) => runsOn.every(isMisfit)),
    misfits,
    shortfalls: short.length === 0 ? [] : [...new Set(ofModule.flatMap(shortIn))],
  };
}

/** Whether a queue uses compute environments that are not the module's. */
const usesOthers = ({ value, runsOn }: Queue) => (value.compute_environments?.length ?? 0) > runsOn.length;

function misfitOf(
  environment: Entry<ComputeEnvironment>,
  needs: Needs,
  region: string | undefined,
): Misfit | undefined {
  const capacity = capacityOf(environment);
  const tooLarge = capacity.types && typeMisfit(environment, capacity, capacity.types, needs, region);
  const overMax = maxMisfit(environment, capacity, needs);
  if (!tooLarge || !overMax || tooLarge.path !== overMax.path) return tooLarge ?? overMax;
  // The same number is too large for both.
  const reason = `${tooLarge.reason}, and max_vcpus of ${environment.key} is ${capacity.maxVcpus}`;
  return { ...tooLarge, reason, isOverMax: true };
}

/** Whether the jobs, or the nodes of one, need more than `max_vcpus`. */
function maxMisfit(
  environment: Entry<ComputeEnvironment>,
  { types, maxVcpus }: Capacity,
  needs: Needs,
): Misfit | undefined {
  const { vcpus, nodes } = needs;
  if (vcpus.amount === undefined || maxVcpus === undefined || vcpus.amount * nodes <= maxVcpus) return undefined;
  // Another rule says which numbers Fargate offers.
  if (platformOf(environment.value.instances) === 'FARGATE' && !fargateSizeOf(vcpus.amount)) return undefined;
  const subject = nodes > 1 ? `its ${nodes} nodes need ${vcpus.amount * nodes}` : `it needs ${vcpus.amount}`;
  return {
    environment,
    path: vcpus.path,
    reason: `${subject} vCPUs, and max_vcpus of ${environment.key} is ${maxVcpus}`,
    hint: `Lower vcpus, or ${raiseMax(environment, (types && leastVcpus(types, needs)?.vcpus) ?? vcpus.amount * nodes)}.`,
    isSure: true,
    isOverMax: true,
  };
}

const raiseMax = ({ key }: Entry<ComputeEnvironment>, vcpus: number) =>
  `raise max_vcpus of ${key} to at least ${vcpus}`;

/** How far `max_vcpus` is too low for the instances of Amazon EC2 that a job fits. */
function shortfallOf(environment: Entry<ComputeEnvironment>, needs: Needs): Shortfall | undefined {
  const { types, maxVcpus } = capacityOf(environment);
  if (!types || maxVcpus === undefined || platformOf(environment.value.instances) !== 'EC2') return undefined;
  const least = leastVcpus(types, needs, maxVcpus);
  // The last of several instances is one by which AWS Batch may exceed max_vcpus.
  const most = maxVcpus + (needs.nodes > 1 ? (least?.type.vcpus ?? 0) : 0);
  return least && least.vcpus > most ? { environment, ...least } : undefined;
}

const KEYS = ['gpus', 'vcpus', 'memory'] as const;

function typeMisfit(
  environment: Entry<ComputeEnvironment>,
  { canGrow, listed, maxVcpus = Number.POSITIVE_INFINITY }: Capacity,
  types: readonly InstanceType[],
  needs: Needs,
  region: string | undefined,
): Misfit | undefined {
  if (types.some((type) => fits(type, needs))) return undefined;
  // GPUs first: only the types with enough of them count for the rest.
  const withGpus = types.filter((type) => has(type, 'gpus', needs.gpus));
  const rest = withGpus.length > 0 ? withGpus : types;
  const key = KEYS.find((each) => rest.every((type) => !has(type, each, needs[each])));
  const larger = largeEnough(
    listed.map(({ name }) => name),
    needs,
    region,
  );
  const [lower, type] =
    key === 'gpus'
      ? ['Lower or remove gpus', 'with enough GPUs']
      : [`Lower ${key ?? 'vcpus or memory'}`, 'that is large enough'];
  const such = larger ? `, such as ${larger.name}` : '';
  // Each node of a job has an instance of its own.
  const vcpus = needs.nodes * Math.max(needs.vcpus.amount ?? 0, larger?.vcpus ?? 0);
  const raise = vcpus > maxVcpus ? `, and ${raiseMax(environment, vcpus)}` : '';
  const hint = `${lower}, or add an instance type ${type} to instance_types of ${environment.key}${such}${raise}.`;
  return {
    environment,
    path: needs[key ?? 'memory'].path,
    reason: reasonOf(environment.key, rest, needs, key),
    hint,
    // No family of a group has GPUs.
    isSure: !canGrow || key === 'gpus',
  };
}

function reasonOf(name: string, types: readonly InstanceType[], needs: Needs, key: Key | undefined): string {
  const [vcpus, memory] = [`${needs.vcpus.amount} vCPUs`, `${needs.memory.amount} MiB of memory`];
  if (key === undefined) return `it needs ${vcpus} and ${memory}, and no instance type of ${name} has both`;
  const most = types.reduce((best, type) => (HAS[key](type) > HAS[key](best) ? type : best));
  if (key === 'gpus') {
    const amount = HAS.gpus(most);
    const text = amount === 0 ? 'has GPUs' : `has more than ${amount}`;
    return `it needs gpus: ${needs.gpus.amount}, and no instance type of ${name} ${text}`;
  }
  const largest = `${most.name}, the largest instance type of ${name},`;
  if (key === 'vcpus') return `it needs ${vcpus}, and ${largest} has ${most.vcpus}`;
  return `it needs ${memory}, and ${largest} leaves at most ${most.memory - RESERVED} of its ${most.memory} to jobs`;
}

/** The smallest type of the Region that a job fits: of the same families, or else of current ones with or without GPUs. */
function largeEnough(names: readonly string[], needs: Needs, region: string | undefined): InstanceType | undefined {
  const own = names.flatMap((name) => familyOf(familyIn(name)));
  // The groups have no family of their own.
  const isArm = names.some((name) => architectureOf(name) === 'arm64');
  const withGpus = isArm ? /^g5g$/ : /^(g6|g6e|p5)$/;
  const series = needs.gpus.amount ? withGpus : isArm ? /^[mr]8g$/ : /^[mr]8i$/;
  const current = () => allTypes().filter(({ name }) => series.test(familyIn(name)));
  const smallest = (types: readonly InstanceType[]) =>
    types
      .filter((type) => !type.isMetal && fits(type, needs) && (region === undefined || type.regions.includes(region)))
      .sort((one, other) => one.vcpus - other.vcpus || one.memory - other.memory)[0];
  return smallest(own) ?? smallest(current());
}
