import { show } from '../diagnostics/diagnostics.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';
import { unknownName } from './type-names.js';

export const misspelledInstanceType: Rule = {
  code: 'misspelled-instance-type',
  severity: 'error',
  description: 'The misspelled name of an instance type or family.',
  check: eachModule(({ environments }, report) => {
    for (const { name, path } of environments.flatMap((each) => capacityOf(each).listed)) {
      const unknown = unknownName(name);
      if (!unknown?.isMisspelled) continue;
      const message = `expected an instance type or family of Amazon EC2; received ${show(name)}`;
      report(path, message, `Did you mean ${unknown.near}?`);
    }
  }),
};
