import { eachModule, type Rule } from './rule.js';
import { deviationsIn } from './specified.js';

export const overrideType: Rule = {
  code: 'override-type',
  severity: 'error',
  description: 'A value in overrides whose type is not that of its property.',
  check: eachModule((module, report, { compare }) => {
    for (const { kind, path, message, hint } of deviationsIn(module, compare))
      if (kind === 'type') report(path, message, hint);
  }),
};
