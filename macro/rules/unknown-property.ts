import { eachModule, type Rule } from './rule.js';
import { deviationsIn } from './specified.js';

export const unknownProperty: Rule = {
  code: 'unknown-property',
  severity: 'warning',
  description: 'An override of an unknown property.',
  check: eachModule((module, report, { compare }) => {
    for (const { kind, path, message, hint } of deviationsIn(module, compare))
      if (kind === 'property') report(path, message, hint);
  }),
};
