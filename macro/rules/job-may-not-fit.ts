import { fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html */
export const jobMayNotFit: Rule = {
  code: 'job-may-not-fit',
  severity: 'warning',
  description:
    'A job that does not fit one of the compute environments on which it can run, or no type of a group such as optimal.',
  check: eachModule((module, report) => {
    for (const { misfits, places, runsElsewhere } of fitsOf(module)) {
      const [first] = misfits;
      if (!first) continue;
      const isEverywhere = misfits.length === places.length && !runsElsewhere;
      if (isEverywhere && misfits.every(({ isSure }) => isSure)) continue;
      const message = isEverywhere
        ? `the job would wait until AWS Batch starts larger instances: ${first.reason}`
        : `the job never starts on ${first.environment.key}: ${first.reason}`;
      report(first.path, message, first.hint);
    }
  }),
};
