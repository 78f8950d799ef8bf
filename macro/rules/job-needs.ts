/** What a job needs of an instance. */

import type { Definition } from '../read/module.js';
import { nodesOf } from '../read/nodes.js';
import type { Path } from '../template/template.js';

/** An amount, `undefined` if it is not known, and where it is written. */
export interface Need {
  readonly amount: number | undefined;
  readonly path: Path;
}

export type Key = 'vcpus' | 'memory' | 'gpus';

/** What a job, or each of its nodes, needs. */
export interface Needs extends Readonly<Record<Key, Need>> {
  /** How many nodes it has at least. */
  readonly nodes: number;
}

/** What a definition's jobs need. No GPUs are 0. */
export function needsOf({ path, value }: Definition): Needs {
  const need = (key: Key): Need => {
    const { [key]: amount = 0 } = value;
    return { amount: typeof amount === 'number' ? amount : undefined, path: [...path, key] };
  };
  const count = nodesOf(value)?.count;
  const nodes = typeof count === 'number' ? count : 1;
  return { vcpus: need('vcpus'), memory: need('memory'), gpus: need('gpus'), nodes };
}
