/** What the commands share: their form, and reading arguments, parameter values and templates. */

import { readFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { REGION } from '../macro/contract.js';
import { didYouMean } from '../macro/diagnostics/diagnostics.js';
import { readSource, type Source } from './source.js';
import { expandSource, type LocalExpansion, parametersOf, type Settings } from './template-file.js';

/** Wrong usage of the command line. The message is one line. */
export class UsageError extends Error {}

export interface Output {
  readonly stdout?: string;
  readonly stderr?: string;
  /** 0 success, 1 errors in the template, 2 wrong usage. */
  readonly code: 0 | 1 | 2;
}

/** A command's options by name: whether a value follows, and whether the option can be repeated. */
type Options = NonNullable<ParseArgsConfig['options']>;

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
  /** Where `-` is read from: a file descriptor, or a path. */
  readonly stdin: number | string;
}

export interface Command {
  readonly name: string;
  /** The arguments, such as `TEMPLATE`. */
  readonly takes: string;
  /** What it does, on one line. */
  readonly summary: string;
  /** Its --help, after the line with the usage. */
  readonly help: string;
  readonly options: Options;
  readonly run: (given: Arguments) => Output | Promise<Output>;
}

/** The options of commands that expand a template. */
export const EXPANSION_OPTIONS = {
  parameter: { type: 'string', multiple: true },
  region: { type: 'string' },
  'macro-name': { type: 'string' },
} as const satisfies Options;

export const EXPANSION_HELP = `
Options:
  --parameter Key=Value   the value of a template parameter; can be repeated
  --region REGION         the Region of the stack
  --macro-name NAME       the name of the macro in Transform (default: ProvoseBatch)`;

export function readArguments(args: readonly string[], options: Options, stdin: Arguments['stdin']): Arguments {
  try {
    const help = { type: 'boolean', short: 'h' } as const;
    return { ...parseArgs({ args: [...args], allowPositionals: true, options: { ...options, help } }), stdin };
  } catch (error) {
    // The first sentence of Node's message states the problem.
    throw new UsageError((error as Error).message.split(/\. |\n/)[0]?.replace(/\.$/, ''));
  }
}

/** The value of `--format`, by default the first of them. */
export function formatOf<const F extends string>({ values }: Arguments, ...formats: readonly [F, ...F[]]): F {
  const format = values['format'] ?? formats[0];
  const known = formats.find((each) => each === format);
  if (known === undefined) throw new UsageError(`--format must be ${formats.join(' or ')}; received ${String(format)}`);
  return known;
}

/** The one template of a command. */
function templateOf({ positionals }: Arguments): string {
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('missing argument TEMPLATE');
  if (more.length > 0) throw new UsageError(`expected only one TEMPLATE; also received ${more.join(', ')}`);
  return file;
}

/** The settings of `EXPANSION_OPTIONS`. */
export function settingsOf({ values }: Arguments): Settings {
  const { parameter = [], region, 'macro-name': macroName = 'ProvoseBatch' } = values;
  if (region !== undefined && !REGION.test(String(region))) {
    throw new UsageError(`--region must be a Region such as us-east-1; received ${String(region)}`);
  }
  return {
    parameters: readParameters(parameter as readonly string[]),
    region: region as string | undefined,
    macroName: String(macroName),
  };
}

/** The one template of a command, and its expansion with the settings of `EXPANSION_OPTIONS`. */
export function expandOne(given: Arguments): { readonly source: Source; readonly expansion: LocalExpansion } {
  const file = templateOf(given);
  const settings = settingsOf(given);
  const source = readTemplate(file, given);
  checkParameters([source], settings);
  return { source, expansion: expandSource(source, settings) };
}

function readParameters(given: readonly string[]): Record<string, string> {
  const pairs = given.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new UsageError(`--parameter must be Key=Value; received ${text}`);
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** A template file, or standard input for `-`. */
export const readTemplate = (file: string, { stdin }: Pick<Arguments, 'stdin'>): Source =>
  file === '-' ? readSource('<stdin>', readText(file, stdin)) : readSource(file, readText(file));

/** Throws if templates that can all be read lack a parameter that was given. */
export function checkParameters(sources: readonly Source[], { parameters }: Settings): void {
  if (sources.some(({ data }) => data === undefined)) return;
  const declared = sources.flatMap(({ data }) => parametersOf(data));
  const unknown = Object.keys(parameters).find((name) => !declared.includes(name));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, declared, 'Remove its value').replace(/\.$/, '');
  const lacks = sources.length === 1 ? 'the template has no' : 'no template has a';
  throw new UsageError(`${lacks} parameter ${unknown}. ${hint}`);
}

function readText(file: string, from: number | string = file): string {
  const bytes = reading(file, () => readFileSync(from));
  // A byte order mark identifies UTF-16, which some editors and shells write.
  if (/^(fffe|feff)/.test(bytes.toString('hex', 0, 2))) throw new UsageError(`${file} is UTF-16; save it as UTF-8`);
  return bytes.toString('utf8');
}

/** What is read from a file or folder. If that fails, it is wrong usage. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reasons: Record<string, string> = { ENOENT: 'the file does not exist', EISDIR: 'it is a directory' };
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UsageError(`${path || "''"} cannot be read: ${reasons[code] ?? (error as Error).message}`);
  }
}
