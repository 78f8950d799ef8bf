import type { Module } from '../read/module.js';
import { computeEnvironment } from '../schema/compute-environment.js';
import { platformOf, typesOn } from '../schema/platform.js';
import { constrainedKeys } from '../schema/walk.js';
import { eachModule, type Rule } from './rule.js';

export const platformKey: Rule = {
  code: 'platform-key',
  severity: 'error',
  description: 'A key that the type of the compute environment does not support.',
  check: eachModule(({ environments }: Module, report) => {
    for (const { value, path } of environments) {
      const platform = platformOf(value.instances);
      const type = value.instances.compute_environment_type;
      for (const { field, path: at, within, schema } of constrainedKeys(computeEnvironment, value, path)) {
        const key = String(at.at(-1));
        const given = within[key];
        // A default, and a switch that is off, ask for nothing.
        const isOff = given === false || given === (schema as { default?: unknown }).default;
        if (!field.platforms || field.platforms.includes(platform) || isOff) continue;
        const message = `${key} is not supported if compute_environment_type is ${type}`;
        report(
          at,
          message,
          `Remove ${key}, or set compute_environment_type to ${typesOn(field.platforms).join(' or ')}.`,
        );
      }
    }
  }),
};
