/** Gets a local cloud from `cloud_copies.py`, which `copies.mjs` starts before the end-to-end tests. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { type Cloud, cloudAt } from '../../local-cloud/cloud.js';

/**
 * Started in milliseconds, and empty; `undefined` if a test file runs without the process that is copied, or sets
 * variables of the server, which a copy does not get.
 */
export function copyCloud(): Promise<Cloud> | undefined {
  const { PROVOSE_BATCH_CLOUD_COPIES: port, MOTO_RECORDER_FILEPATH: recorder } = process.env;
  return port === undefined || recorder !== undefined ? undefined : copyAt(Number(port));
}

async function copyAt(port: number): Promise<Cloud> {
  const connection = connect(port, '127.0.0.1');
  const [ready] = await once(connection, 'data');
  const [, endpoint] = /^Ready on (\S+)$/m.exec(String(ready)) ?? [];
  if (endpoint === undefined) throw new Error(`a copy of the local cloud did not start: ${ready}`);
  return cloudAt(endpoint, async () => {
    connection.end();
    await once(connection, 'close');
  });
}
