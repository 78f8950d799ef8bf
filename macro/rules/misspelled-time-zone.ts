import { show } from '../diagnostics/diagnostics.js';
import { schedulesOf } from '../read/schedules.js';
import { isUnseen } from '../template/intrinsics.js';
import type { Rule } from './rule.js';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones */
export const misspelledTimeZone: Rule = {
  code: 'misspelled-time-zone',
  severity: 'warning',
  description: 'The time zone of a schedule that does not exist, but is almost the name of one.',
  check: (modules, report, { meantTimeZone }) => {
    if (!meantTimeZone) return;
    for (const { path, value } of modules.flatMap(schedulesOf)) {
      const { timezone: zone } = value;
      const meant = typeof zone === 'string' && !isUnseen(zone) ? meantTimeZone(zone) : undefined;
      if (meant === undefined) continue;
      report([...path, 'timezone'], `there is no time zone ${show(zone)}`, `Did you mean ${meant}?`);
    }
  },
};
