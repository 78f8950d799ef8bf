import { isMapping } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** Docker’s value for no limit. */
const UNLIMITED = -1;

export const softOverHard: Rule = {
  code: 'soft-over-hard',
  severity: 'error',
  description: 'A soft limit that is higher than its hard limit.',
  check: eachModule(({ definitions }, report) => {
    for (const { value, path } of definitions) {
      for (const [name, limit] of Object.entries(value.ulimits ?? {})) {
        const { soft, hard } = isMapping(limit) ? limit : {};
        if (typeof soft !== 'number' || typeof hard !== 'number' || hard === UNLIMITED) continue;
        if (soft !== UNLIMITED && soft <= hard) continue;
        const message = `the soft limit ${soft} of ${name} is higher than its hard limit ${hard}`;
        report([...path, 'ulimits', name, 'soft'], message, `Lower soft to ${hard}, or raise hard.`);
      }
    }
  }),
};
