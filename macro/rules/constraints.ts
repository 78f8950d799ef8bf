/** Finds the keys of a module whose fields have constraints. */

import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { provoseConfig } from '../schema/provose-config.js';
import { type Constrained, constrainedKeys } from '../schema/walk.js';
import { once } from './once.js';

/** The keys with constraints in `provose_config`, and in each compute environment. */
interface Constraints {
  readonly config: readonly Constrained[];
  readonly environments: readonly (readonly Constrained[])[];
}

/** The keys with constraints of a module. */
export const constraintsOf = once(
  (module: Module): Constraints => ({
    config: constrainedKeys(provoseConfig, module.config, module.configPath),
    environments: module.environments.map(({ value, path }) => constrainedKeys(computeEnvironment, value, path)),
  }),
);
