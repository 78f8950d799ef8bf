import { nearest } from '../diagnostics/diagnostics.js';
import { commandParametersOf } from './command-parameters.js';
import { eachModule, type Rule } from './rule.js';

export const parameterWithoutDefault: Rule = {
  code: 'parameter-without-default',
  severity: 'info',
  description: 'A parameter of a command that has no default, while others have one.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions) {
      const { parameters, schedules } = definition.value;
      // Without any defaults, the values are meant to come with each job. `schedule-parameter` checks those of schedules.
      if (parameters === undefined || schedules !== undefined) continue;
      const { missing = [], unused = [] } = commandParametersOf(definition) ?? {};
      for (const { name, path } of missing) {
        const near = nearest(name, unused);
        const message = `Ref::${name} has no default in parameters, so each job must be submitted with a value`;
        report(
          path,
          message,
          near ? `Did you mean Ref::${near}?` : `Add ${name} to parameters, unless that is intended.`,
        );
      }
    }
  }),
};
