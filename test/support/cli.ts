/** The command line as its users have it: the built file, in a process of its own. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './golden.js';

const CLI = join(ROOT, 'dist/cli/provose-batch.mjs');

export function provoseBatch(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
