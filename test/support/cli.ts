/** Runs the command line: in this process, or as users do. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../cli/run.js';
import { ROOT } from './golden.js';
import { runToEnd } from './process.js';

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, which is ten times faster than starting another. */
export async function provoseBatch(args: readonly string[], input = '', cwd = ROOT): Promise<Result> {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'stdin-'))];
  const stdin = join(folder, 'stdin');
  writeFileSync(stdin, input);
  process.chdir(cwd);
  try {
    const { code: status, stdout = '', stderr = '' } = await run(args, stdin);
    return { status, stdout, stderr };
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

/** Runs the command line as users do: the built file, in a separate process. */
export const runBuilt = (args: readonly string[], input = ''): Result =>
  runToEnd(process.execPath, ['dist/cli/provose-batch.mjs', ...args], { input });
