import { TABLE_DATE } from '../compute/instance-table.js';
import { capacityOf } from './capacity.js';
import { eachModule, type Rule } from './rule.js';
import { unknownName } from './type-names.js';

export const unknownInstanceType: Rule = {
  code: 'unknown-instance-type',
  severity: 'warning',
  description: 'An instance type or family that the table of instance types lacks.',
  check: eachModule(({ environments }, report) => {
    for (const { name, path } of environments.flatMap((each) => capacityOf(each).listed)) {
      const unknown = unknownName(name);
      if (!unknown || unknown.isMisspelled) continue;
      const message = `the table of instance types of ${TABLE_DATE} has no ${name}`;
      const hint = unknown.near ? `Did you mean ${unknown.near}?` : 'Check the name.';
      report(path, message, `${hint} If AWS has it, ignore this: nothing else about it is checked.`);
    }
  }),
};
