/**
 * A valid module: the result of reading, and the input of rules and lowering. Its queues and job definitions are in
 * separate lists, each with its name in AWS Batch and its path in the source.
 */

import type { ComputeEnvironment, JobDefinition, JobQueue } from '../schema/compute-environment.js';
import type { ProvoseConfig } from '../schema/provose-config.js';
import { concat, type Intrinsic, orElse, type Takes } from '../template/intrinsics.js';
import type { Attributes, Mapping, Path } from '../template/template.js';

/** An entry of one of the module's mappings. */
export interface Entry<Value> {
  readonly key: string;
  readonly path: Path;
  readonly value: Value;
}

/** A queue or job definition. */
export interface Member<Value> extends Entry<Value> {
  /** The compute environment that it is in. */
  readonly environment: Entry<ComputeEnvironment>;
  /** Its name in AWS Batch. */
  readonly name: string | Intrinsic;
  /** The compute environments of the module that can run its jobs, in the order in which they are tried. */
  readonly runsOn: readonly Entry<ComputeEnvironment>[];
}

export type Queue = Member<JobQueue>;

export interface Definition extends Member<JobDefinition> {
  /** The queues that use its compute environment: those that its jobs are for. */
  readonly queues: readonly Queue[];
}

export interface Module {
  /** The prefix of its logical ids. */
  readonly id: string;
  readonly path: Path;
  /** The path at which a value of the module was written: another one if a key was misplaced. */
  readonly writtenAt: (path: Path) => Path;
  /** The attributes that it passes on to all of its resources. */
  readonly attributes: Attributes;
  readonly config: ProvoseConfig;
  readonly configPath: Path;
  /** The types of value that the language accepts at a path in the module's body, as in the source. */
  readonly takesAt: (path: Path) => Takes;
  /** The type of a resource or parameter of the template. */
  readonly typeOf: (name: string) => string | undefined;
  /** The properties of a resource of the template. */
  readonly propertiesOf: (name: string) => Mapping;
  /** Whether something else in the template refers to an attribute of the module that begins so. */
  readonly isReferredTo: (attribute: string) => boolean;
  /** Whether a parameter of the template has `NoEcho`. */
  readonly hasNoEcho: (name: string) => boolean;
  /** The stack's Region, if known. */
  readonly region: string | undefined;
  /** The macro's name, which is part of the name of the custom resource function. */
  readonly macroName: string;
  readonly environments: readonly Entry<ComputeEnvironment>[];
  readonly queues: readonly Queue[];
  readonly definitions: readonly Definition[];
}

/** The entries of a mapping, each with its path. */
export function entries<Value>(values: Readonly<Record<string, Value>>, path: Path): Entry<Value>[] {
  return Object.entries(values).map(([key, value]) => ({ key, path: [...path, key], value }));
}

/** The queues of all compute environments. */
export function queuesOf(environments: readonly Entry<ComputeEnvironment>[], prefix: string | Intrinsic): Queue[] {
  const queues = members(environments, 'job_queues', prefix, ({ job_queues: own = {} }) => own);
  return queues.map((queue) => {
    const named = queue.value.compute_environments?.flatMap((key) => environments.filter((each) => each.key === key));
    return { ...queue, runsOn: named ?? [queue.environment] };
  });
}

/** The job definitions of all compute environments. */
export function definitionsOf(
  environments: readonly Entry<ComputeEnvironment>[],
  queues: readonly Queue[],
  prefix: string | Intrinsic,
): Definition[] {
  return environments.flatMap((environment) => {
    const using = queues.filter(({ runsOn }) => runsOn.includes(environment));
    const own = using.length > 0 ? using : queues.filter((queue) => queue.environment === environment);
    // Sorted, because the order of queues in the template has no meaning.
    const reached = own.flatMap(({ runsOn }) => runsOn).sort((a, b) => (a.key < b.key ? -1 : 1));
    const isUsed = using.length > 0 || reached.length === 0;
    const runsOn = [...new Set(isUsed ? [environment, ...reached] : reached)];
    const definitions = members([environment], 'job_definitions', prefix, ({ job_definitions: all }) => all);
    return definitions.map((definition) => ({ ...definition, queues: own, runsOn }));
  });
}

/** The members of one kind of all compute environments. A name is the entry's own, or prefix and key. */
function members<Value extends { name?: string | Intrinsic | undefined }>(
  environments: readonly Entry<ComputeEnvironment>[],
  sort: string,
  prefix: string | Intrinsic,
  valuesOf: (environment: ComputeEnvironment) => Readonly<Record<string, Value>>,
): Omit<Member<Value>, 'runsOn'>[] {
  return environments.flatMap((environment) =>
    entries(valuesOf(environment.value), [...environment.path, sort]).map((entry) => ({
      ...entry,
      environment,
      name: orElse(entry.value.name, concat(prefix, entry.key)),
    })),
  );
}

/** Whether a module creates public subnets, instead of private ones or none. */
export function isPublic({ config }: Module): boolean {
  return !config.vpc && config.network === 'public';
}
