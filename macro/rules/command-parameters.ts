/** Finds the parameters of commands: `Ref::name`, with the values that they have by default. */

import type { Definition } from '../read/module.js';
import { isIntrinsic } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import { once } from './once.js';
import { overridesReach } from './overrides.js';

/** The parameters of a definition whose command is known. */
export interface CommandParameters {
  /** Each parameter of the command that has no default, with its first place. */
  readonly missing: readonly { readonly name: string; readonly path: Path }[];
  /** The defaults that the command does not use. */
  readonly unused: readonly string[];
}

/** https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#parameters */
const PLACEHOLDER = /Ref::([A-Za-z0-9_-]+)/g;

/** `undefined` if functions or other containers in overrides can change the command or the parameters. */
export const commandParametersOf = once(({ path, value }: Definition): CommandParameters | undefined => {
  const { command, parameters = {}, overrides } = value;
  if (!Array.isArray(command) || !command.every((part) => typeof part === 'string')) return undefined;
  if (isIntrinsic(parameters)) return undefined;
  // Functions can add parameters.
  const hasUnknown = isIntrinsic(overrides?.['Parameters']);
  if (hasUnknown || overridesReach(overrides, ['EcsProperties', 'NodeProperties'])) return undefined;
  const used = command.flatMap((part, index) =>
    part.includes('Ref::')
      ? [...part.matchAll(PLACEHOLDER)].map(([, name = '']) => ({ name, path: [...path, 'command', index] }))
      : [],
  );
  return {
    missing: used.filter(
      ({ name }, index) => !Object.hasOwn(parameters, name) && used.findIndex((each) => each.name === name) === index,
    ),
    unused: Object.keys(parameters).filter((name) => !used.some((each) => each.name === name)),
  };
});
