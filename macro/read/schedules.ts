/** The schedules of a module, each with the queue that it submits jobs to. */

import type { ComputeEnvironment } from '../schema/compute-environment.js';
import type { Schedule } from '../schema/schedules.js';
import type { Intrinsic } from '../template/intrinsics.js';
import { type Definition, type Entry, entries, type Module, type Queue } from './module.js';

/** A schedule of a job definition. */
export interface Scheduled extends Entry<Schedule> {
  readonly definition: Definition;
  /** A queue of the module, the ARN of another, or `undefined` if there is none or no way to choose. */
  readonly queue: Queue | string | Intrinsic | undefined;
}

export function schedulesOf({ definitions, queues }: Module): Scheduled[] {
  return definitions.flatMap((definition) =>
    entries(definition.value.schedules ?? {}, [...definition.path, 'schedules']).map((entry) => {
      return { ...entry, definition, queue: queueOf(entry.value, definition, queues) };
    }),
  );
}

function queueOf({ job_queue: named }: Schedule, definition: Definition, queues: readonly Queue[]) {
  if (named === undefined) return definition.queues.length === 1 ? definition.queues[0] : undefined;
  if (typeof named !== 'string' || named.startsWith('arn:') || named.includes('{{')) return named;
  return queues.find(({ key }) => key === named);
}

/** Whether a schedule's queue belongs to the module. */
export const isOwn = (queue: Scheduled['queue']): queue is Queue =>
  typeof queue === 'object' && Object.hasOwn(queue, 'runsOn');

/** The compute environments that can run a definition's jobs, including those that its schedules submit. */
export function reachOf(module: Module, definition: Definition): ReadonlySet<Entry<ComputeEnvironment>> {
  const own = schedulesOf(module).filter((each) => each.definition === definition);
  return new Set([...definition.runsOn, ...own.flatMap(({ queue }) => (isOwn(queue) ? queue.runsOn : []))]);
}
