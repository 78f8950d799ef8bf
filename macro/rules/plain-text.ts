/** Finds the values of a module that a job definition stores, and shows, as plain text. */

import type { Module } from '../read/module.js';
import { isIntrinsic } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { overriddenIn } from './overridden.js';

/** A variable, parameter or argument. */
export interface PlainText {
  /** Empty for an argument of the command. */
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
}

export function plainTextsOf(module: Module): PlainText[] {
  const named = (values: object | undefined, path: Path): PlainText[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, value, path: [...path, name] }));
  const own = module.definitions.flatMap(
    ({ path, value: { environment, secrets, parameters, command, schedules } }) => [
      // `variable-and-secret` reports what is both.
      ...named(environment, [...path, 'environment']).filter(({ name }) => !Object.hasOwn(secrets ?? {}, name)),
      ...named(parameters, [...path, 'parameters']),
      ...Object.entries(schedules ?? {}).flatMap(([key, schedule]) =>
        named(schedule.parameters, [...path, 'schedules', key, 'parameters']),
      ),
      ...(Array.isArray(command)
        ? command.map((value, index) => ({ name: '', value, path: [...path, 'command', index] }))
        : []),
    ],
  );
  return [...own, ...overriddenTexts(module)];
}

/** The variables and parameters in overrides. */
const overriddenTexts = (module: Module): PlainText[] =>
  overriddenIn(module).flatMap(({ property, value, path, within }) => {
    if (property === 'ContainerProperties.Environment.Value') return [{ name: nameIn(within['Name']), value, path }];
    return property.startsWith('Parameters.') ? [{ name: String(path.at(-1)), value, path }] : [];
  });

const nameIn = (name: unknown) => (isMapping(name) || isIntrinsic(name) ? '' : String(name ?? ''));
