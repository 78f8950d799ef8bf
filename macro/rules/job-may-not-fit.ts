import { fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html */
export const jobMayNotFit: Rule = {
  code: 'job-may-not-fit',
  severity: 'warning',
  description:
    'A job that never starts in one of its queues, although it does in others, or that fits no type of a group such as optimal.',
  check: eachModule((module, report) => {
    for (const { misfits, places, runsElsewhere, stuck } of fitsOf(module)) {
      const [first] = misfits;
      if (!first) continue;
      const isEverywhere = misfits.length === places.length && !runsElsewhere;
      if (isEverywhere && misfits.every(({ isSure }) => isSure)) continue;
      const names = stuck.map(({ key }) => key).join(', ');
      if (isEverywhere) {
        const message = `the job would wait until AWS Batch starts larger instances: ${first.reason}`;
        report(first.path, message, first.hint);
      } else if (stuck.length > 0) {
        report(first.path, `the job never starts in queue ${names}: ${first.reason}`, first.hint);
      }
    }
  }),
};
