import { fitsOf } from './fit.js';
import { eachModule, type Rule } from './rule.js';

/** https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html */
export const jobTooLarge: Rule = {
  code: 'job-too-large',
  severity: 'error',
  description:
    'A job that fits no instance type, or not within max_vcpus, wherever it can run, so that it would wait forever.',
  check: eachModule((module, report) => {
    for (const { misfits, places, runsElsewhere } of fitsOf(module)) {
      const [first, ...others] = misfits;
      if (!first || runsElsewhere || misfits.length < places.length || misfits.some(({ isSure }) => !isSure)) continue;
      const also =
        others.length > 0 ? `; nor does it fit ${others.map(({ environment }) => environment.key).join(', ')}` : '';
      report(first.path, `the job can never start: ${first.reason}${also}`, first.hint);
    }
  }),
};
