/** Emits job queues, attached to their compute environments. */

import type { Module } from '../read/module.js';
import { jobQueue } from '../schema/job-queue.js';
import { properties } from '../schema/properties.js';
import { ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { emitter, override } from './emit.js';

export function lowerJobQueues(module: Module): Emitted[] {
  return module.queues.map(({ key, path, value, name, runsOn }) =>
    emitter(module, path)(
      'JobQueue',
      key,
      'AWS::Batch::JobQueue',
      override(
        {
          JobQueueName: name,
          ...properties(jobQueue, value),
          ComputeEnvironmentOrder: runsOn.map((environment, index) => ({
            Order: index + 1,
            ComputeEnvironment: ref(logicalId(module.id, 'ComputeEnvironment', environment.key)),
          })),
        },
        value.overrides,
      ),
    ),
  );
}
