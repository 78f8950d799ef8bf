/** Finds the values of a module that a job definition stores, and shows, as plain text. */

import type { Module } from '../read/module.js';
import { type Path, section } from '../template/template.js';
import { once } from './once.js';
import { overriddenIn } from './overridden.js';
import { overridesOf } from './overrides.js';

/** A variable, parameter or argument. */
export interface PlainText {
  /** Empty for an argument of the command. */
  readonly name: string;
  readonly value: unknown;
  /** The path of what it is in, and its key there: few paths are needed. */
  readonly within: Path;
  readonly key: string | number;
}

/** The plain texts of a module. */
export const plainTextsOf = once((module: Module): readonly PlainText[] => [
  ...find(module),
  ...overriddenTexts(module),
]);

function find({ definitions }: Module): PlainText[] {
  const all: PlainText[] = [];
  const add = (values: object = {}, within: Path, without: object = {}) => {
    for (const [key, value] of Object.entries(values))
      if (!Object.hasOwn(without, key)) all.push({ name: key, value, within, key });
  };
  for (const { path, value } of definitions) {
    const { environment, secrets, parameters, command, schedules = {} } = value;
    // `variable-and-secret` reports what is both.
    add(environment, [...path, 'environment'], secrets);
    add(parameters, [...path, 'parameters']);
    for (const [name, schedule] of Object.entries(schedules))
      add(schedule.parameters, [...path, 'schedules', name, 'parameters']);
    const within = [...path, 'command'];
    if (Array.isArray(command)) all.push(...command.map((part, key) => ({ name: '', value: part, within, key })));
    else if (command !== undefined) all.push({ name: '', value: command, within: path, key: 'command' });
  }
  return all;
}

/** The variables and parameters in overrides. */
function overriddenTexts(module: Module): PlainText[] {
  return overriddenIn(module).flatMap(({ property, value, path, within: mapping }) => {
    const [key = ''] = path.slice(-1);
    const text = { value, within: path.slice(0, -1), key };
    const { Name: name } = mapping;
    if (property === 'ContainerProperties.Environment.Value')
      return [{ ...text, name: typeof name === 'string' ? name : '' }];
    return property.startsWith('Parameters.') ? [{ ...text, name: String(key) }] : [];
  });
}

/** The functions in overrides whose values a job definition stores. */
export function overriddenFunctions(module: Module): { readonly value: unknown; readonly path: Path }[] {
  return overridesOf(module).flatMap(({ over, at }) => {
    const container = section(over, 'ContainerProperties');
    const inContainer = [...at, 'ContainerProperties'];
    return [
      ...Object.entries(section(over, 'Parameters')).map(([key, value]) => ({
        value,
        path: [...at, 'Parameters', key],
      })),
      { value: container['Command'], path: [...inContainer, 'Command'] },
      { value: container['Environment'], path: [...inContainer, 'Environment'] },
    ].filter(({ value }) => typeof value === 'object');
  });
}
