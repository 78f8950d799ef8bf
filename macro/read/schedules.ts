/** The schedules of a module, each with the queue that it submits jobs to. */

import type { ComputeEnvironment } from '../schema/compute-environment.js';
import type { Schedule } from '../schema/schedules.js';
import { branchesOf, type Intrinsic, isNoValue, isUnseen } from '../template/intrinsics.js';
import { textOf } from '../template/template.js';
import { type Definition, type Entry, entries, type Module, type Queue } from './module.js';

/** A queue of the module, the ARN of another, or `undefined` if there is none or no way to choose. */
export type Target = Queue | string | Intrinsic | undefined;

/** A schedule of a job definition. */
export interface Scheduled extends Entry<Schedule> {
  readonly definition: Definition;
  /** What it can submit jobs to: one queue, or one for each branch of an `Fn::If` in `job_queue`. */
  readonly targets: readonly { readonly named: unknown; readonly queue: Target }[];
}

export function schedulesOf({ definitions, queues }: Module): Scheduled[] {
  return definitions.flatMap((definition) => {
    const { schedules } = definition.value;
    if (!schedules) return [];
    return entries(schedules, [...definition.path, 'schedules']).map((entry) => {
      const targets = branchesOf(entry.value.job_queue).map((named) => {
        return { named, queue: targetOf(named, definition, queues) };
      });
      return { ...entry, definition, targets };
    });
  });
}

/** The queue that a branch of `job_queue` names: by default, the only one of the compute environment. */
export function targetOf(named: unknown, definition: Definition, queues: readonly Queue[]): Target {
  if (named === undefined || isNoValue(named)) return definition.queues.length === 1 ? definition.queues[0] : undefined;
  if (isUnseen(named)) return named as string | Intrinsic;
  const text = textOf(named);
  return text.startsWith('arn:') ? text : queues.find(({ key }) => key === text);
}

/** Whether a schedule's queue belongs to the module. */
export const isOwn = (queue: Target): queue is Queue => typeof queue === 'object' && Object.hasOwn(queue, 'runsOn');

/** The compute environments that can run a definition's jobs, including those that its schedules submit. */
export function reachOf(module: Module, definition: Definition): ReadonlySet<Entry<ComputeEnvironment>> {
  const own = schedulesOf(module).filter((each) => each.definition === definition);
  return new Set([
    ...definition.runsOn,
    ...own.flatMap(({ targets }) => targets).flatMap(({ queue }) => (isOwn(queue) ? queue.runsOn : [])),
  ]);
}
