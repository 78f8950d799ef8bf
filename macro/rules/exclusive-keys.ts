import { computeEnvironment } from '../schema/compute-environment.js';
import { provoseConfig } from '../schema/provose-config.js';
import { type Constrained, constrainedKeys } from '../schema/walk.js';
import { eachModule, type Report, type Rule } from './rule.js';

export const exclusiveKeys: Rule = {
  code: 'exclusive-keys',
  severity: 'error',
  description: 'Two keys of which only one can be used.',
  check: eachModule(({ environments, config, configPath }, report) => {
    for (const each of constrainedKeys(provoseConfig, config, configPath)) checkKey(each, report);
    for (const { value, path } of environments) {
      for (const each of constrainedKeys(computeEnvironment, value, path)) checkKey(each, report);
    }
  }),
};

function checkKey({ field, path, within, schema }: Constrained, report: Report): void {
  const key = String(path.at(-1));
  if (within[key] === (schema as { default?: unknown }).default) return;
  for (const other of field.excludes ?? []) {
    if (within[other] === undefined || isOff(within[other]) || isOff(within[key])) continue;
    report(path, `${key} and ${other} cannot be combined`, `Remove either ${key} or ${other}.`);
  }
}

/** A switch that is off excludes nothing, and neither does a default. */
const isOff = (value: unknown) => value === false;
