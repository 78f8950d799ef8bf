/** The retry strategy of a job definition. */

import type { Definition } from '../read/module.js';
import { isSpot, platformOf } from '../schema/platform.js';
import { eachBranch, isNoValue, isPlainMapping } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';

/** How often a job that can run on Spot is tried by default. */
const ATTEMPTS_ON_SPOT = 3;

/** The status reason of a job whose instance is gone: https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html */
const INSTANCE_LOST = { Action: 'RETRY', OnStatusReason: 'Host EC2*' };
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html */
const TASK_INTERRUPTED = { Action: 'RETRY', OnStatusReason: 'Your Spot Task was interrupted*' };
/** Batch retries what no rule matches. */
const OTHERWISE = { Action: 'EXIT', OnReason: '*' };

const LOSSES = {
  EC2: [INSTANCE_LOST],
  FARGATE: [TASK_INTERRUPTED],
  // Tasks of Amazon ECS on instances: either reason can be given.
  MANAGED_INSTANCES: [INSTANCE_LOST, TASK_INTERRUPTED],
};

/**
 * `undefined` if jobs are tried once, as by AWS's default.
 *
 * @param own - the strategy with rules, if there is one
 */
export function retryStrategy({ value, runsOn, environment }: Definition, own: Mapping): Mapping | undefined {
  const { retry_strategy: given, overrides } = value;
  if (isPlainMapping(given)) return own;
  const onSpot = runsOn.some(({ value: { instances } }) => isSpot(instances));
  const strategy = (Attempts: unknown) => {
    if (!onSpot || Attempts === 1) return { Attempts };
    return { Attempts, EvaluateOnExit: [...LOSSES[platformOf(environment.value.instances)], OTHERWISE] };
  };
  // Overrides of a strategy are merged into the given one, but not into one that nobody asked for.
  const isOverridden = overrides !== undefined && Object.hasOwn(overrides, 'RetryStrategy');
  const fallback = onSpot && !isOverridden ? strategy(ATTEMPTS_ON_SPOT) : undefined;
  if (given === undefined) return fallback;
  const each = (branch: unknown) => (isNoValue(branch) ? (fallback ?? branch) : strategy(branch));
  return eachBranch(given, each) as Mapping;
}
