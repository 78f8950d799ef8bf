import { show } from '../diagnostics/diagnostics.js';
import { schedulesOf } from '../read/schedules.js';
import { isUnseen } from '../template/intrinsics.js';
import { effective } from './capacity.js';
import type { Rule } from './rule.js';

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones */
export const misspelledTimeZone: Rule = {
  code: 'misspelled-time-zone',
  severity: 'warning',
  description: 'The time zone of a schedule that does not exist, but is almost the name of one.',
  check: (modules, report, { meantTimeZone }) => {
    if (!meantTimeZone) return;
    for (const { path, value } of modules.flatMap(schedulesOf)) {
      const own = { value: value.timezone, path: [...path, 'timezone'] };
      const zone = effective(own, value.overrides, [...path, 'overrides'], ['ScheduleExpressionTimezone']);
      const meant = typeof zone.value === 'string' && !isUnseen(zone.value) ? meantTimeZone(zone.value) : undefined;
      if (meant !== undefined) report(zone.path, `there is no time zone ${show(zone.value)}`, `Did you mean ${meant}?`);
    }
  },
};
