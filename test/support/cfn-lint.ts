/**
 * Runs the pinned version of cfn-lint: the machine's if it has that version, otherwise one that pip installs into a
 * virtual environment. Another version has other findings, because its schemas differ.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, readProject } from './golden.js';

const REQUIREMENTS = 'test/cfn-lint/requirements.txt';
const ENVIRONMENT = 'test/cfn-lint/.venv';
const PROGRAMS = join(ROOT, ENVIRONMENT, process.platform === 'win32' ? 'Scripts' : 'bin');

/** Milliseconds that an installation may take. */
export const INSTALL_TIMEOUT = 600_000;

interface Surroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const runIn = ({ cwd = ROOT, env = process.env }: Surroundings, command: string, ...args: string[]) =>
  spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: INSTALL_TIMEOUT, maxBuffer: 2 ** 28 });

const run = (command: string, ...args: string[]) => runIn({}, command, ...args);

let command: string | undefined;

/** The command of the pinned version. */
function cfnLint(): string {
  command ??= findCfnLint();
  return command;
}

/** Looks for the pinned version, and installs it if it is missing. */
function findCfnLint(): string {
  const [, pinned = ''] = /^cfn-lint==(\S+)$/m.exec(readProject(REQUIREMENTS)) ?? [];
  const isRight = (command: string) => run(command, '--version').stdout?.trim() === `cfn-lint ${pinned}`;
  const own = join(PROGRAMS, 'cfn-lint');
  const right = ['cfn-lint', own].find(isRight);
  if (right !== undefined) return right;
  const python = ['python3', 'python'].find((name) => run(name, '--version').status === 0);
  if (python === undefined) throw new Error('cfn-lint needs Python 3.10 or later, and there is no python3.');
  run(python, '-m', 'venv', ENVIRONMENT);
  const { stderr } = run(join(PROGRAMS, 'python'), '-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS);
  if (isRight(own)) return own;
  throw new Error(`pip could not install cfn-lint ${pinned} into ${ENVIRONMENT}: ${stderr}`);
}

/** A finding, as cfn-lint reports it in JSON. */
export interface Match {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Filename: string | null;
  readonly Location: {
    readonly Path: readonly (string | number)[];
    readonly Start: { readonly LineNumber: number; readonly ColumnNumber: number };
  };
}

/**
 * The findings in files, with any other options of cfn-lint, and with the configuration of the current directory.
 *
 * @throws Error if cfn-lint itself fails
 */
export function lintFiles(
  files: readonly string[],
  options: readonly string[] = [],
  where: Surroundings = {},
): Match[] {
  const { stdout, stderr } = runIn(where, cfnLint(), ...options, '--format', 'json', '--', ...files);
  if (!stdout) throw new Error(`cfn-lint failed: ${stderr}`);
  const found = JSON.parse(stdout) as Match[];
  const other = found.find(({ Filename }) => Filename === null || !files.includes(Filename));
  if (other) throw new Error(`cfn-lint failed: ${other.Message}`);
  return found;
}

/** The findings in each template. */
export function lint(templates: readonly string[]): Match[][] {
  const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
  try {
    const files = templates.map((text, index) => {
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, text);
      return file;
    });
    const found = lintFiles(files);
    return files.map((file) => found.filter(({ Filename }) => Filename === file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
