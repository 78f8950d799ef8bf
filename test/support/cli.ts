/** Runs the command line as users do: the built file, in a separate process. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './golden.js';

const CLI = join(ROOT, 'dist/cli/provose-batch.mjs');

export function provoseBatch(args: readonly string[], input = '', cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}
