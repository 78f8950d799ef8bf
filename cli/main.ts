/**
 * The command line: `expand` prints the expanded template, `validate` reports its errors. Both work offline, without an
 * AWS account. Exit codes: 0 success, 1 errors in the template, 2 wrong usage.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { REGION } from '../macro/contract.js';
import { didYouMean } from '../macro/diagnostics/diagnostics.js';
import { section } from '../macro/template/template.js';
import packageJson from '../package.json' with { type: 'json' };
import { locateAll, renderJson, renderText } from './render.js';
import { readSource, type Source } from './source.js';
import { expandAsDeployed, type LocalExpansion, parametersOf } from './template-file.js';
import { toYaml } from './yaml-output.js';

const COMMON = `
Options:
  --parameter Key=Value   the value of a template parameter; can be repeated
  --region REGION         the Region of the stack
  --macro-name NAME       the name of the macro in Transform (default: ProvoseBatch)`;

const HELP = {
  '': `Usage: provose-batch COMMAND

Commands:
  expand TEMPLATE     print the template as the macro expands it
  validate TEMPLATE   report errors in the template, with line numbers and suggested fixes

Each command has its own --help; --version prints the version. TEMPLATE is a file, or - for standard input.
Exit codes: 0 success, 1 errors in the template, 2 wrong usage.
`,
  expand: `Usage: provose-batch expand TEMPLATE [options]

Prints the template as the macro expands it.
TEMPLATE is a file, or - for standard input.
${COMMON}
  --format yaml|json      the output format (default: yaml)
`,
  validate: `Usage: provose-batch validate TEMPLATE [options]

Reports errors in the template, with line numbers and suggested fixes.
TEMPLATE is a file, or - for standard input.
${COMMON}
  --format text|json      the output format (default: text); json goes to standard output
`,
};

/** The formats of each command, with the default first. */
const FORMATS = { expand: ['yaml', 'json'], validate: ['text', 'json'] } as const;

type Command = keyof typeof FORMATS;

/** Wrong usage of the command line. The message is one line. */
class UsageError extends Error {}

interface Output {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code: 0 | 1 | 2;
}

function main(args: readonly string[]): Output {
  const [command = '', ...rest] = args;
  if (command === '--version') return { stdout: `${packageJson.version}\n`, code: 0 };
  if (command === '--help' || command === '-h' || command === 'help') return { stdout: HELP[''], code: 0 };
  try {
    if (!Object.hasOwn(FORMATS, command)) {
      const what = command === '' ? 'missing command' : `unknown command ${command}`;
      throw new UsageError(`${what}; expected expand or validate`);
    }
    return run(command as Command, rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { stderr: `provose-batch: ${error.message}. See provose-batch --help.\n`, code: 2 };
  }
}

function run(command: Command, args: readonly string[]): Output {
  const { values, positionals } = readArguments(args);
  if (values.help) return { stdout: HELP[command], code: 0 };
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('missing argument TEMPLATE');
  if (more.length > 0) throw new UsageError(`expected only one TEMPLATE; also received ${more.join(', ')}`);
  const format = values.format ?? FORMATS[command][0];
  if (!(FORMATS[command] as readonly string[]).includes(format)) {
    throw new UsageError(`--format must be ${FORMATS[command].join(' or ')}; received ${format}`);
  }
  const parameters = readParameters(values.parameter ?? []);
  const source = readSource(file === '-' ? '<stdin>' : file, readText(file));
  const declared = parametersOf(source.data);
  const unknown =
    source.data === undefined ? undefined : Object.keys(parameters).find((name) => !declared.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `the template has no parameter ${unknown}. ${didYouMean(unknown, declared).replace(/\.$/, '')}`,
    );
  }

  if (values.region !== undefined && !REGION.test(values.region)) {
    throw new UsageError(`--region must be a Region such as us-east-1; received ${values.region}`);
  }
  const settings = { parameters, region: values.region, macroName: values['macro-name'] ?? 'ProvoseBatch' };
  const expansion: LocalExpansion =
    source.data === undefined ? { diagnostics: [] } : expandAsDeployed(source.data, settings);
  const located = [...source.faults, ...locateAll(expansion.diagnostics, source)];
  const { template, runsFirst } = expansion;
  const stderr = renderText(located, source);
  if (command === 'validate') {
    const code = template || runsFirst !== undefined ? 0 : 1;
    if (format === 'json') return { stdout: renderJson(located, source), code };
    return code === 0 ? { stdout: summary(expansion, source), stderr, code } : { stderr, code };
  }
  if (!template) {
    const why = `only CloudFormation can expand this template, because ${runsFirst} runs before the macro`;
    return { stderr: runsFirst === undefined ? stderr : `${stderr}\nprovose-batch: ${why}\n`, code: 1 };
  }
  const stdout = format === 'json' ? `${JSON.stringify(template, null, 2)}\n` : toYaml(template);
  return { stdout, stderr, code: 0 };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        parameter: { type: 'string', multiple: true },
        region: { type: 'string' },
        format: { type: 'string' },
        'macro-name': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The first sentence of Node's message states the problem.
    throw new UsageError((error as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, ''));
  }
}

function readParameters(given: readonly string[]): Record<string, string> {
  const pairs = given.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new UsageError(`--parameter must be Key=Value; received ${text}`);
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

function readText(file: string): string {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    // A byte order mark identifies UTF-16, which some editors and shells write.
    if (/^(fffe|feff)/.test(bytes.toString('hex', 0, 2))) throw new UsageError(`${file} is UTF-16; save it as UTF-8`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a directory' };
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UsageError(`${file} cannot be read: ${reasons[code] ?? (error as Error).message}`);
  }
}

function summary({ template, runsFirst }: LocalExpansion, { name }: Source): string {
  if (!template) return `${name}: no errors found; ${runsFirst} runs before the macro and may change the rest\n`;
  return `${name}: valid, ${Object.keys(section(template, 'Resources')).length} resources after expansion\n`;
}

const { stdout = '', stderr = '', code } = main(process.argv.slice(2));
// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`provose-batch: the output cannot be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? code : 2);
});
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
