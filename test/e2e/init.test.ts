/** Tests the questions of `provose-batch init` in a terminal, which Python provides. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runBuilt } from '../support/cli.js';
import { ROOT } from '../support/golden.js';

/** Runs init in a terminal, and types each answer after the prompt that ends a question. Prints what the terminal shows. */
const PROGRAM = `
import os, pty, sys
node, cli, arguments, answers = sys.argv[1], sys.argv[2], sys.argv[3].split(), sys.argv[4].split(',')
child, terminal = pty.fork()
if child == 0:
    os.execv(node, [node, cli, 'init', *arguments])
shown = b''
while True:
    try:
        read = os.read(terminal, 4096)
    except OSError:
        break
    if not read:
        break
    shown += read
    if shown.endswith(b']: ') or b']: \\x1b' in read:
        os.write(terminal, (answers.pop(0) if answers else '\\x04').encode() + b'\\r')
print(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

function answer(args: string, ...answers: string[]) {
  const cli = join(ROOT, 'dist/cli/provose-batch.mjs');
  const { status, stdout, stderr } = spawnSync(
    'python3',
    ['-c', PROGRAM, process.execPath, cli, args, answers.join()],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stderr, shown: stdout.replaceAll('\r\n', '\n') };
}

it('asks for what no option says, and again after a wrong answer', () => {
  const { status, stderr, shown } = answer('--vpc existing', 'spots', 'spot', '', 'report');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(shown).toContain('It must be ec2 or spot or fargate or spot-first; received spots.');
  expect(shown).not.toContain('in which VPC');
  expect(shown).toContain(runBuilt(['init', '--compute', 'spot', '--vpc', 'existing', '--name', 'report']).stdout);
});

it('asks nothing if every question has an option', () => {
  const { shown } = answer('--compute fargate --vpc new --image busybox:1.36 --name report');
  expect(shown).toMatch(/^# Jobs of AWS Batch on AWS Fargate/);
});

it('asks again for an image that does not fit, with the reason', () => {
  const { status, shown } = answer('--vpc new --name report', 'spot', 'app:1.0-arm64', 'app:1.0');
  expect(status).toBe(0);
  expect(shown).toContain('It cannot be app:1.0-arm64: the image is for arm64');
  expect(shown).toContain('image: app:1.0 # yours');
});

it.each(['package.json', 'docs'])('refuses to write %s before the first question', (file) => {
  const { status, shown } = answer(join(ROOT, file));
  expect(status).toBe(2);
  expect(shown).toMatch(/^provose-batch: \S+ (exists; --force overwrites it|is a folder; give the name of a file)\./);
});

it('says so if the input ends', () => {
  const { status, shown } = answer('', 'spot', '\u0004');
  expect(status).toBe(2);
  expect(shown).toContain('provose-batch: the input ended before all questions were answered.');
});
