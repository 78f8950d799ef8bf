import { schedulesOf } from '../read/schedules.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { commandParametersOf } from './command-parameters.js';
import { eachModule, type Rule } from './rule.js';

export const scheduleParameter: Rule = {
  code: 'schedule-parameter',
  severity: 'warning',
  description: 'A schedule that submits a job without a value for a parameter of its command.',
  check: eachModule((module, report) => {
    for (const { path, value, definition } of schedulesOf(module)) {
      const { missing = [] } = commandParametersOf(definition) ?? {};
      if (isIntrinsic(value.parameters)) continue;
      for (const { name } of missing) {
        if (Object.hasOwn(value.parameters ?? {}, name)) continue;
        const message = `the jobs of this schedule have no value for Ref::${name} of the command`;
        report(path, message, `Add ${name} to parameters, of the schedule or of the job definition.`);
      }
    }
  }),
};
