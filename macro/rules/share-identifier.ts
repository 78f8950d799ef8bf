import type { Queue } from '../read/module.js';
import { isOwn, schedulesOf } from '../read/schedules.js';
import { canBeNothing } from '../template/intrinsics.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
export const shareIdentifier: Rule = {
  code: 'share-identifier',
  severity: 'error',
  description:
    'A schedule with a share_identifier for a queue without fair-share scheduling, or without one for a queue with it.',
  check: eachModule((module, report) => {
    for (const { path, value, targets } of schedulesOf(module)) {
      const { share_identifier: share } = value;
      // Whether there is a share depends on a condition, as the queue may.
      if (canBeNothing(share)) continue;
      for (const { queue } of targets) {
        if (!isOwn(queue)) continue;
        const isFair = isFairShare(queue);
        if (isFair && share === undefined) {
          const message = `share_identifier is missing, but the queue ${queue.key} has fair-share scheduling`;
          report(path, message, 'Add share_identifier, such as share_identifier: research');
        } else if (isFair === false && share !== undefined) {
          const message = `share_identifier is given, but the queue ${queue.key} has no fair-share scheduling`;
          const isOnlyOne = targets.length === 1;
          const hint = isOnlyOne ? 'Remove share_identifier.' : 'Use AWS::NoValue by the condition of job_queue.';
          report([...path, 'share_identifier'], message, hint);
        }
      }
    }
  }),
};

/** `undefined` if overrides decide it. */
function isFairShare({ value }: Queue): boolean | undefined {
  return 'SchedulingPolicyArn' in (value.overrides ?? {}) ? undefined : value.fair_share !== undefined;
}
