import { fieldOf } from '../schema/field.js';
import { provoseConfig } from '../schema/provose-config.js';
import { eachModule, type Rule } from './rule.js';

export const ignoredKey: Rule = {
  code: 'ignored-key',
  severity: 'warning',
  description: 'A key from Provose that has no effect here.',
  check: eachModule(({ config, configPath }, report) => {
    for (const [key, schema] of Object.entries(provoseConfig.entries)) {
      if (!fieldOf(schema)?.ignored || !Object.hasOwn(config, key)) continue;
      report([...configPath, key], `${key} has no effect here`, `Remove ${key}.`);
    }
  }),
};
