/**
 * Starts `cloud_copies.py` before the end-to-end tests. It ends with this process. Where it cannot run, as on Windows,
 * which has no `fork`, each test file starts a server of its own.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { load } from '../../scripts/load.mjs';

export default async function start() {
  const { findPython } = await load("export { findPython } from './local-cloud/python.ts';");
  const python = findPython('.', console.error);
  const server = spawn(python, ['test/support/cloud_copies.py'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit').then(() => [])]);
  if (port !== undefined) process.env.PROVOSE_BATCH_CLOUD_COPIES = String(port).trim();
  for (const each of [server, server.stdin, server.stdout]) each.unref();
}
