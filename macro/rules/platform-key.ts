import { insideOf } from '../schema/inside.js';
import { platformOf, typesOn } from '../schema/platform.js';
import { canBeNothing } from '../template/intrinsics.js';
import { constraintsOf } from './constraints.js';
import { eachModule, type Rule } from './rule.js';

export const platformKey: Rule = {
  code: 'platform-key',
  severity: 'error',
  description: 'A key that the type of the compute environment does not support.',
  check: eachModule((module, report) => {
    const { environments } = constraintsOf(module);
    for (const [index, { value }] of module.environments.entries()) {
      const platform = platformOf(value.instances);
      const type = value.instances.compute_environment_type;
      for (const { field, path, within, schema } of environments[index] ?? []) {
        const key = String(path.at(-1));
        const given = within[key];
        const isDefault = given === insideOf(schema).default;
        if (!field.platforms || field.platforms.includes(platform) || isDefault || isNothing(given)) continue;
        const message = `${key} is not supported if compute_environment_type is ${type}`;
        report(
          path,
          message,
          `Remove ${key}, or set compute_environment_type to ${typesOn(field.platforms).join(' or ')}.`,
        );
      }
    }
  }),
};

/** A switch that is off, what may have no value, and what is empty ask for nothing. */
const isNothing = (value: unknown) =>
  value === false ||
  canBeNothing(value) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
