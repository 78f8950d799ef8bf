/**
 * Emits the scheduling policies of fair-share queues. They have no fixed names, because a name could not be replaced:
 * https://docs.aws.amazon.com/batch/latest/userguide/scheduling-policies.html
 */

import type { Module } from '../read/module.js';
import { jobQueue } from '../schema/job-queue.js';
import { properties } from '../schema/properties.js';
import { type Emitted, section, sortedEntries } from '../template/template.js';
import { emitter } from './emit.js';

export function lowerSchedulingPolicies(module: Module): Emitted[] {
  return module.queues.flatMap(({ key, path, value }) => {
    if (!value.fair_share) return [];
    const type = 'AWS::Batch::SchedulingPolicy';
    const shares = sortedEntries(value.fair_share.shares ?? {});
    const FairsharePolicy = {
      ...section(properties(jobQueue, value, type), 'FairsharePolicy'),
      ...(shares.length > 0 && {
        ShareDistribution: shares.map(([ShareIdentifier, WeightFactor]) => ({ ShareIdentifier, WeightFactor })),
      }),
    };
    return [emitter(module, path)('SchedulingPolicy', key, type, { FairsharePolicy })];
  });
}
