/** Which instance types have enough for a job, and the smallest of them. */

import type { InstanceType } from '../compute/instance-types.js';
import type { Key, Need, Needs } from './job-needs.js';

/** The images of AWS Batch keep this for the Amazon ECS agent, in MiB: https://docs.aws.amazon.com/batch/latest/userguide/ecs-reserved-memory.html */
export const RESERVED = 32;

/** How much of each need a type has for jobs. */
export const HAS: Readonly<Record<Key, (type: InstanceType) => number>> = {
  // How the parts of a GPU count is not documented.
  gpus: ({ gpus = Number.POSITIVE_INFINITY }) => gpus,
  vcpus: ({ vcpus }) => vcpus,
  memory: ({ memory }) => memory - RESERVED,
};

/** Whether a type has enough of one need, as far as it is known. */
export const has = (type: InstanceType, key: Key, { amount = 0 }: Need) => amount <= HAS[key](type);

/** Whether a job can start on a type, as far as its needs are known. */
export const fits = (type: InstanceType, { gpus, vcpus, memory }: Needs) =>
  has(type, 'vcpus', vcpus) && has(type, 'memory', memory) && has(type, 'gpus', gpus);

/** The instances with the fewest vCPUs on which a job can start. */
export interface Least {
  /** Those of all of its nodes. */
  readonly vcpus: number;
  readonly type: InstanceType;
}

/**
 * The smallest instances on which a job can start; `undefined` if there are none. Each node of a job has an instance of
 * its own, and all of the same type: https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html,
 * https://docs.aws.amazon.com/batch/latest/userguide/mnp-node-groups.html
 *
 * @param enough - the vCPUs at which no smaller ones are looked for
 */
export function leastVcpus(types: readonly InstanceType[], needs: Needs, enough = 0): Least | undefined {
  let least: Least | undefined;
  for (const type of types) {
    const vcpus = type.vcpus * needs.nodes;
    if ((least && vcpus >= least.vcpus) || !fits(type, needs)) continue;
    least = { vcpus, type };
    if (vcpus <= enough) break;
  }
  return least;
}
