/** The nodes of a job, in whichever form they are written. */

import type { JobDefinition } from '../schema/compute-environment.js';
import { isIntrinsic } from '../template/intrinsics.js';

/** Nodes are numbered from 0. */
export interface Nodes {
  readonly count: unknown;
  /** The number of the main node. */
  readonly main: unknown;
}

/** `undefined` if a job has only one container. */
export function nodesOf({ nodes }: JobDefinition): Nodes | undefined {
  if (nodes === undefined) return undefined;
  return typeof nodes === 'number' || isIntrinsic(nodes) ? { count: nodes, main: 0 } : (nodes as Nodes);
}

/** Whether the main node is none of the nodes. */
export const lacksMain = ({ count, main }: Nodes) =>
  typeof count === 'number' && typeof main === 'number' && main >= count;
