/**
 * A module that is as its language says: what reading makes, and what rules and lowering work on. Its queues and
 * job definitions stand in lists of their own, each with its name in AWS Batch and the place it was written at.
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
  /** The compute environments that it runs on, in their order. */
  readonly runsOn: readonly Entry<ComputeEnvironment>[];
  /** What AWS Batch calls it. */
  readonly name: string | Intrinsic;
}

export interface Module {
  /** What its logical ids begin with. */
  readonly id: string;
  readonly path: Path;
  /** What it passes on to everything that it becomes. */
  readonly attributes: Attributes;
  readonly config: ProvoseConfig;
  readonly configPath: Path;
  /** What the language takes at a place in the module's body, as it was written. */
  readonly takesAt: (path: Path) => Takes;
  /** The stack's Region, where it is known. */
  readonly region: string | undefined;
  /** What the macro is called, which is in the name of the function that answers its custom resources. */
  readonly macroName: string;
  readonly environments: readonly Entry<ComputeEnvironment>[];
  readonly queues: readonly Member<JobQueue>[];
  readonly definitions: readonly Member<JobDefinition>[];
}

/** The entries of a mapping, each with its place. */
export function entries<Value>(values: Readonly<Record<string, Value>>, path: Path): Entry<Value>[] {
  return Object.entries(values).map(([key, value]) => ({ key, path: [...path, key], value }));
}

/** The members of one sort of every compute environment; a name is prefix and key, or its own. */
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
