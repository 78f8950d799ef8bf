/** Starts and stops the local cloud, and configures clients of the AWS SDK for it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from './python.js';

// Otherwise the SDK prints its advice on Node.js versions into the output.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const REGION = 'us-east-1';

/** Milliseconds within which the server must listen; a loaded machine needs several seconds. */
const START_TIMEOUT = 60_000;

/** Milliseconds that the server has to end by itself. */
const STOP_TIMEOUT = 5000;

export interface Cloud {
  /** `http://127.0.0.1:<port>`, where every AWS API answers. */
  readonly endpoint: string;
  /** The configuration of a client of the AWS SDK, including S3's. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly forcePathStyle: true;
  };
  /** Stops the server. Returns at once if it has already ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the local cloud, empty, on a free port of the loopback interface.
 *
 * @param root - the project's folder
 * @param say - receives a message before each step that takes long
 * @param port - the port; 0 chooses a free one
 * @throws Error whose message says in one line what is missing, or is the last line that the server printed
 */
export async function startCloud(root: string, say: (text: string) => void = () => {}, port = 0): Promise<Cloud> {
  const python = findPython(root, say);
  // The server stops at the end of its standard input, so it never outlives this process, however this process ends.
  const args = [join(root, 'local-cloud', 'server.py'), '--port', String(port), '--until-eof'];
  const server = spawn(python, args, { stdio: 'pipe', env: process.env });
  return cloudAt(await ready(server), () => stop(server));
}

/** A cloud whose server runs. */
export function cloudAt(endpoint: string, stop: Cloud['stop']): Cloud {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { endpoint, client: { endpoint, region: REGION, credentials, forcePathStyle: true }, stop };
}

/** The server's endpoint, once it listens. A server that does not start is stopped. */
function ready(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (reason: string | undefined) => reject(new Error(`The local cloud did not start: ${reason}`));
    const timer = setTimeout(() => {
      fail(`no answer within ${START_TIMEOUT / 1000} seconds`);
      server.kill('SIGKILL');
    }, START_TIMEOUT);
    const read = (chunk: Buffer) => {
      output += chunk;
      const [, endpoint] = /^Ready on (\S+)$/m.exec(output) ?? [];
      if (endpoint === undefined) return;
      clearTimeout(timer);
      resolve(endpoint);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', ({ message }) => fail(message));
    // Not `exit`, which can come before the last output.
    server.once('close', () => {
      clearTimeout(timer);
      fail(output.trim().split('\n').at(-1));
    });
  });
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill();
    // A deployment in progress can hold up the end.
    setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT).unref();
  });
}
