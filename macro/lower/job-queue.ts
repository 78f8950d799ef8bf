/** Job queues, each on its one compute environment. */

import { ref } from '../intrinsics.js';
import { logicalId } from '../logical-id.js';
import type { Module } from '../module.js';
import { properties } from '../spec/field.js';
import { jobQueue } from '../spec/job-queue.js';
import type { Emitted } from '../template.js';
import { emitter, override } from './emit.js';

export function lowerJobQueues(module: Module): Emitted[] {
  return module.queues.map(({ key, path, value, name, environment }) =>
    emitter(module, path)(
      'JobQueue',
      key,
      'AWS::Batch::JobQueue',
      override(
        {
          JobQueueName: name,
          ...properties(jobQueue, value),
          ComputeEnvironmentOrder: [
            { Order: 1, ComputeEnvironment: ref(logicalId(module.id, 'ComputeEnvironment', environment)) },
          ],
        },
        value.overrides,
      ),
    ),
  );
}
