/** Job queues, each on its one compute environment. */

import type { Module } from '../read/module.js';
import { properties } from '../schema/field.js';
import { jobQueue } from '../schema/job-queue.js';
import { ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
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
