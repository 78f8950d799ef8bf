/** The local cloud's server: it never outlives its parent, and it refuses a version of moto that it does not fit. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startCloud } from '../../local-cloud/cloud.js';
import { findPython } from '../../local-cloud/python.js';
import { ROOT } from '../support/golden.js';
import { runToEnd, startUntil } from '../support/process.js';

jest.setTimeout(120_000);

/** The running processes, without zombies. */
function processes(): { pid: number; parent: number }[] {
  const { stdout, pid: own } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8', timeout: 20_000 });
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  return lines
    .filter(([, , state = 'Z']) => !state.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }))
    .filter(({ pid }) => pid !== own);
}

const childrenOf = (parent: number | undefined) =>
  processes()
    .filter((each) => each.parent === parent)
    .map(({ pid }) => pid);

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Waits until a condition holds, for ten seconds at most. */
async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > 10_000) throw new Error('it did not happen within 10 seconds');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it('ends when its parent is killed, and its port is free', async () => {
  const ready = /runs at http:\/\/127\.0\.0\.1:(\d+)/;
  const { child: parent, output } = await startUntil(ready, ['dist/cloud/main.mjs', '--port', '0']);
  const servers = childrenOf(parent.pid);
  try {
    const port = Number(ready.exec(output())?.[1]);
    expect(servers).toHaveLength(1);
    expect(await isFree(port)).toBe(false);
    parent.kill('SIGKILL');
    await waitUntil(() => !processes().some(({ pid }) => servers.includes(pid)));
    await waitUntil(() => isFree(port));
  } finally {
    parent.kill('SIGKILL');
    const left = processes().filter(({ pid }) => servers.includes(pid));
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
  }
});

it('can be stopped after it has ended', async () => {
  const before = childrenOf(process.pid);
  const cloud = await startCloud(ROOT);
  try {
    const [server = Number.NaN] = childrenOf(process.pid).filter((pid) => !before.includes(pid));
    process.kill(server, 'SIGKILL');
    await waitUntil(() => !processes().some(({ pid }) => pid === server));
  } finally {
    await cloud.stop();
  }
});

describe('the table of patches', () => {
  const python = findPython(ROOT, () => {});
  const run = (program: string) => runToEnd(python, ['-c', program], { cwd: join(ROOT, 'local-cloud') });

  /** The message of the Incompatible that a statement raises. */
  const messageOf = (statement: string) =>
    run(`import patches\ntry: ${statement}\nexcept patches.Incompatible as error: print(error)`).stdout.trim();

  it('fits the pinned version of moto', () => {
    const [, pinned] = /^moto\S*==(\S+)$/m.exec(readFileSync(join(ROOT, 'local-cloud/requirements.txt'), 'utf8')) ?? [];
    expect(messageOf(`patches.check_version("${pinned}")`)).toBe('');
  });

  it('refuses a moto of another minor version', () => {
    expect(messageOf('patches.check_version("5.20.1")')).toMatch(
      /^The local cloud is written for moto 5\.2, and moto 5\.20\.1 is installed\./,
    );
  });

  it('names every target that moto does not have, and patches nothing', () => {
    const there = 'moto.batch.models:BatchBackend.delete_job_queue';
    const missing = ['moto.batch.models:BatchBackend.delete_job_queues', 'moto.batches:BatchBackend'];
    const rows = [there, ...missing].map((target) => `patches.Patch("${target}", "replace", None, "", "")`);
    const message = messageOf(`patches.apply([${rows.join(', ')}])`);
    expect(message).toContain(`does not have ${missing.join(', ')}, which`);
    const program = `import patches\ntry: patches.apply([${rows.join(', ')}])\nexcept patches.Incompatible: pass`;
    expect(run(`${program}\nprint(patches.locate("${there}")[2] is None)`).stdout.trim()).toBe('False');
  });

  it('gives a reason for every patch', () => {
    const program = [
      'import features, patches',
      'named = [name for patch in patches.PATCHES for name in patch.features.split() or [patch.target]]',
      'print(*sorted(set(named) ^ features.FEATURES.keys()))',
    ];
    expect(run(program.join('\n')).stdout.trim()).toBe('');
  });
});
