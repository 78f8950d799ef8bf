/**
 * Finds a Python that can run the local cloud: the machine's if it has the right versions, otherwise one in a virtual
 * environment inside the project, which is created with pip if it does not exist.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Asks for versions, because an import of moto takes a second. Flask is what `moto[server]` adds. */
const PROBE = `
from importlib.metadata import version
print(version('moto'), version('aws-sam-translator'), version('flask'), version('flask-cors'))
`;

/** Milliseconds that a question to an interpreter may take, and an installation. */
const PROBE_TIMEOUT = 60_000;
const INSTALL_TIMEOUT = 600_000;

/** Whether an interpreter has the pinned minor version of moto, and SAM's translator. */
function isRight(python: string, series: string): boolean {
  const { status, stdout } = spawnSync(python, ['-c', PROBE], { encoding: 'utf8', timeout: PROBE_TIMEOUT });
  return status === 0 && stdout.startsWith(series);
}

/**
 * The interpreter to run `server.py` with.
 *
 * @param root - the project's folder
 * @param say - receives a message before each step that takes long
 * @throws Error whose message is one line that says what is missing
 */
export function findPython(root: string, say: (text: string) => void): string {
  const requirements = join(root, 'local-cloud', 'requirements.txt');
  const [, series = ''] = /^moto.*==(\d+\.\d+\.)/m.exec(readFileSync(requirements, 'utf8')) ?? [];
  const environment = join(root, '.venv');
  const own = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

  const limit = { timeout: PROBE_TIMEOUT };
  const machines = ['python3', 'python'].filter((name) => spawnSync(name, ['--version'], limit).status === 0);
  const right = [...machines, own].find((python) => isRight(python, series));
  if (right !== undefined) return right;
  const [python] = machines;
  if (python === undefined) throw new Error('The local cloud needs Python 3.10 or later, and there is no python3.');

  say(`Installing moto ${series}x into .venv`);
  const steps: [string, string[]][] = [
    [python, ['-m', 'venv', environment]],
    [own, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: INSTALL_TIMEOUT });
    if (status === 0) continue;
    const reason = stderr?.trim().split('\n').at(-1) ?? 'it did not run';
    throw new Error(`The local cloud needs moto ${series}x, and pip could not install it into .venv: ${reason}`);
  }
  if (existsSync(own) && isRight(own, series)) return own;
  throw new Error(`The local cloud needs moto ${series}x, and .venv does not have it: remove .venv and try again.`);
}
