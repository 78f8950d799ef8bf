/** What a job needs of an instance. */

import type { Definition } from '../read/module.js';
import type { Path } from '../template/template.js';

/** An amount, `undefined` if it is not known, and where it is written. */
export interface Need {
  readonly amount: number | undefined;
  readonly path: Path;
}

export type Needs = Readonly<Record<'vcpus' | 'memory' | 'gpus', Need>>;

/** What a job, or each of its nodes, needs. No GPUs are 0. */
export function needsOf({ path, value }: Definition): Needs {
  const need = (key: keyof Needs): Need => {
    const { [key]: amount = 0 } = value;
    return { amount: typeof amount === 'number' ? amount : undefined, path: [...path, key] };
  };
  return { vcpus: need('vcpus'), memory: need('memory'), gpus: need('gpus') };
}
