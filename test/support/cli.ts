/** The command line as its users have it: the built file, in a process of its own. */

import { join } from 'node:path';
import { ROOT } from './golden.js';
import { runToEnd } from './process.js';

const CLI = join(ROOT, 'dist/cli/provose-batch.mjs');

export function provoseBatch(args: readonly string[], input = '') {
  return runToEnd(process.execPath, [CLI, ...args], { input });
}
