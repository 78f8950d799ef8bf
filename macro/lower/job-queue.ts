/** Emits job queues, attached to compute environments in order. */

import type { Module, Queue } from '../read/module.js';
import type { JobQueue } from '../schema/compute-environment.js';
import { jobQueue } from '../schema/job-queue.js';
import { properties } from '../schema/properties.js';
import { getAtt, inBranches, ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, sortedEntries } from '../template/template.js';
import { emitter, override } from './emit.js';

export function lowerJobQueues(module: Module): Emitted[] {
  return module.queues.map((queue) => {
    const { key, path, value, name } = queue;
    const made = {
      JobQueueName: name,
      ...properties(jobQueue, value),
      ComputeEnvironmentOrder: environmentsOf(module, queue).map((ComputeEnvironment, index) => ({
        Order: index + 1,
        ComputeEnvironment,
      })),
      ...(value.fair_share && { SchedulingPolicyArn: getAtt(logicalId(module.id, 'SchedulingPolicy', key), 'Arn') }),
      JobStateTimeLimitActions: timeLimits(value),
    };
    return emitter(module, path)('JobQueue', key, 'AWS::Batch::JobQueue', override(made, value.overrides));
  });
}

/** The ARNs of a queue's compute environments. */
function environmentsOf({ id, environments }: Module, { value, environment }: Queue) {
  const keys = new Set(environments.map(({ key }) => key));
  return (value.compute_environments ?? [environment.key]).map((named) =>
    typeof named === 'string' && keys.has(named) ? ref(logicalId(id, 'ComputeEnvironment', named)) : named,
  );
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html */
function timeLimits({ job_state_time_limits: limits }: JobQueue) {
  if (limits === 'none') return [];
  return sortedEntries(limits).map(([Reason, seconds]) =>
    inBranches(seconds, (MaxTimeSeconds) => ({ Action: 'CANCEL', State: 'RUNNABLE', Reason, MaxTimeSeconds })),
  );
}
