/** The commands. They work offline, without an AWS account. */

import { didYouMean } from '../macro/diagnostics/diagnostics.js';
import packageJson from '../package.json' with { type: 'json' };
import { type Command, type Output, readArguments, UsageError } from './command.js';
import { diff } from './commands/diff.js';
import { expand } from './commands/expand.js';
import { explain } from './commands/explain.js';
import { graph } from './commands/graph.js';
import { init } from './commands/init.js';
import { validate } from './commands/validate.js';

const COMMANDS: readonly Command[] = [init, expand, validate, diff, explain, graph];

const usage = ({ name, takes }: Command) => `${name} ${takes}`;
const width = Math.max(...COMMANDS.map((command) => usage(command).length));

const HELP = `Usage: provose-batch COMMAND

Commands:
${COMMANDS.map((command) => `  ${usage(command).padEnd(width)}   ${command.summary}\n`).join('')}
Each command has its own --help; --version prints the version. TEMPLATE is a file, or - for standard input.
Exit codes: 0 success, 1 errors in the template, 2 wrong usage.
`;

/**
 * Runs a command.
 *
 * @param stdin - where `-` is read from: a file descriptor, or a path
 */
export async function run([name = '', ...rest]: readonly string[], stdin: number | string = 0): Promise<Output> {
  if (name === '--version') return { stdout: `${packageJson.version}\n`, code: 0 };
  if (name === '--help' || name === '-h' || name === 'help') return { stdout: HELP, code: 0 };
  try {
    const command = COMMANDS.find((each) => each.name === name);
    if (!command) {
      const names = COMMANDS.map((each) => each.name);
      const hint = didYouMean(name, names).replace(/\.$/, '');
      throw new UsageError(
        name === '' ? `missing command; expected one of ${names.join(', ')}` : `unknown command ${name}. ${hint}`,
      );
    }
    const given = readArguments(rest, command.options, stdin);
    if (given.values['help'])
      return { stdout: `Usage: provose-batch ${usage(command)} [options]\n\n${command.help}`, code: 0 };
    return await command.run(given);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { stderr: `provose-batch: ${error.message}. See provose-batch --help.\n`.replace('?.', '?'), code: 2 };
  }
}
