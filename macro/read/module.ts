/**
 * A valid module: the result of reading, and the input of rules and lowering. Its queues and job definitions are in
 * separate lists, each with its name in AWS Batch and its path in the source.
 */

import type { ComputeEnvironment, JobDefinition, JobQueue } from '../schema/compute-environment.js';
import type { ProvoseConfig } from '../schema/provose-config.js';
import { concat, type Intrinsic, orElse, type Takes } from '../template/intrinsics.js';
import type { Attributes, Path } from '../template/template.js';

/** An entry of one of the module's mappings. */
export interface Entry<Value> {
  readonly key: string;
  readonly path: Path;
  readonly value: Value;
}

/** A queue or job definition. */
export interface Member<Value> extends Entry<Value> {
  /** The compute environments that it runs on, in order. */
  readonly runsOn: readonly Entry<ComputeEnvironment>[];
  /** Its name in AWS Batch. */
  readonly name: string | Intrinsic;
}

export interface Module {
  /** The prefix of its logical ids. */
  readonly id: string;
  readonly path: Path;
  /** The attributes that it passes on to all of its resources. */
  readonly attributes: Attributes;
  readonly config: ProvoseConfig;
  readonly configPath: Path;
  /** The types of value that the language accepts at a path in the module's body, as in the source. */
  readonly takesAt: (path: Path) => Takes;
  /** The stack's Region, if known. */
  readonly region: string | undefined;
  /** The macro's name, which is part of the name of the custom resource function. */
  readonly macroName: string;
  readonly environments: readonly Entry<ComputeEnvironment>[];
  readonly queues: readonly Member<JobQueue>[];
  readonly definitions: readonly Member<JobDefinition>[];
}

/** The entries of a mapping, each with its path. */
export function entries<Value>(values: Readonly<Record<string, Value>>, path: Path): Entry<Value>[] {
  return Object.entries(values).map(([key, value]) => ({ key, path: [...path, key], value }));
}

/** The members of one kind of all compute environments. A name is the entry's own, or prefix and key. */
export function members<Value extends { name?: string | Intrinsic | undefined }>(
  environments: readonly Entry<ComputeEnvironment>[],
  sort: string,
  valuesOf: (environment: ComputeEnvironment) => Readonly<Record<string, Value>>,
  prefix: string | Intrinsic,
): Member<Value>[] {
  return environments.flatMap((environment) =>
    entries(valuesOf(environment.value), [...environment.path, sort]).map((entry) => ({
      ...entry,
      runsOn: [environment],
      name: orElse(entry.value.name, concat(prefix, entry.key)),
    })),
  );
}
