import type { Queue } from '../read/module.js';
import { isOwn, schedulesOf } from '../read/schedules.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
export const shareIdentifier: Rule = {
  code: 'share-identifier',
  severity: 'error',
  description:
    'A schedule with a share_identifier for a queue without fair-share scheduling, or without one for a queue with it.',
  check: eachModule((module, report) => {
    for (const { path, value, queue } of schedulesOf(module)) {
      if (!isOwn(queue)) continue;
      const isFair = isFairShare(queue);
      const has = value.share_identifier !== undefined;
      if (isFair && !has) {
        const message = `share_identifier is missing, but the queue ${queue.key} has fair-share scheduling`;
        report(path, message, 'Add share_identifier, such as share_identifier: research');
      } else if (isFair === false && has) {
        const message = `share_identifier is given, but the queue ${queue.key} has no fair-share scheduling`;
        report([...path, 'share_identifier'], message, 'Remove share_identifier.');
      }
    }
  }),
};

/** `undefined` if overrides decide it. */
function isFairShare({ value }: Queue): boolean | undefined {
  const { fair_share: fairShare, overrides = {} } = value as typeof value & { fair_share?: unknown };
  return 'SchedulingPolicyArn' in overrides ? undefined : fairShare !== undefined;
}
