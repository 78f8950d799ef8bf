/** Finds the values of a module that a job definition stores, and shows, as plain text. */

import type { Module } from '../read/module.js';
import type { Path } from '../template/template.js';
import { once } from './once.js';
import { overridingIn } from './overridden.js';

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

/** The variables, parameters and arguments in overrides. */
function overriddenTexts(module: Module): PlainText[] {
  return overridingIn(module).flatMap(({ property, value, path, within: mapping }) => {
    const [key = ''] = path.slice(-1);
    const text = { name: '', value, within: path.slice(0, -1), key };
    if (property.startsWith('Parameters.')) return [{ ...text, name: String(key) }];
    // A function in place of a whole list, or of one of its items, has no name.
    if (property === 'ContainerProperties.Command' || property === 'ContainerProperties.Environment') return [text];
    const { Name: name } = mapping;
    if (property !== 'ContainerProperties.Environment.Value') return [];
    return [{ ...text, name: typeof name === 'string' ? name : '' }];
  });
}
