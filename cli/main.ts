/** The command line. */

import { run } from './run.js';

const { stdout = '', stderr = '', code } = await run(process.argv.slice(2));
// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`provose-batch: the output cannot be written: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? code : 2);
});
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
