import { commandParametersOf } from './command-parameters.js';
import { eachModule, type Rule } from './rule.js';

export const unusedParameter: Rule = {
  code: 'unused-parameter',
  severity: 'info',
  description: 'A default of a parameter that the command does not use.',
  check: eachModule(({ definitions }, report) => {
    for (const definition of definitions.filter(({ value }) => value.parameters !== undefined)) {
      const { missing, unused } = commandParametersOf(definition) ?? { missing: [], unused: [] };
      // A parameter that is missing may be the same one, misspelled.
      for (const name of missing.length > 0 ? [] : unused) {
        const message = `the command has no Ref::${name}, so the parameter ${name} has no effect`;
        report([...definition.path, 'parameters', name], message, `Write Ref::${name} in the command, or remove it.`);
      }
    }
  }),
};
