/** Finds the keys of a module whose fields have constraints. */

import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { provoseConfig } from '../schema/provose-config.js';
import { type Constrained, constrainedKeys } from '../schema/walk.js';

/** The keys with constraints in `provose_config`, and in each compute environment. */
interface Constraints {
  readonly config: readonly Constrained[];
  readonly environments: readonly (readonly Constrained[])[];
}

const known = new WeakMap<Module, Constraints>();

/** The keys with constraints of a module, collected once for all rules. */
export function constraintsOf(module: Module): Constraints {
  const found = known.get(module) ?? {
    config: constrainedKeys(provoseConfig, module.config, module.configPath),
    environments: module.environments.map(({ value, path }) => constrainedKeys(computeEnvironment, value, path)),
  };
  known.set(module, found);
  return found;
}
