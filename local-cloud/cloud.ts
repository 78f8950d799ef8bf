/** The local cloud as TypeScript has it: started, spoken to by the AWS SDK, and stopped. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { findPython } from './python.js';

// The SDK's advice on Node.js versions would stand in the middle of what is told here.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const REGION = 'us-east-1';

/** Milliseconds that the server has to end by itself. */
const PATIENCE = 5000;

export interface Cloud {
  /** `http://127.0.0.1:<port>`, where every AWS API answers. */
  readonly endpoint: string;
  /** What a client of the AWS SDK needs to speak to it, S3's included. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly forcePathStyle: true;
  };
  readonly stop: () => Promise<void>;
}

/**
 * Starts the local cloud, empty, on a free port of the loopback interface.
 *
 * @param root - the project's folder
 * @param port - another port than a free one
 * @throws Error whose message says in one line what is missing, or what the server last said
 */
export async function startCloud(root: string, say: (text: string) => void = () => {}, port = 0): Promise<Cloud> {
  const python = findPython(root, say);
  const server = spawn(python, [join(root, 'local-cloud', 'server.py'), '--port', String(port)], { stdio: 'pipe' });
  process.once('exit', () => server.kill());
  const endpoint = await ready(server);
  return {
    endpoint,
    client: {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      forcePathStyle: true,
    },
    stop: () =>
      new Promise((resolve) => {
        server.once('exit', () => resolve());
        server.kill();
        // A deployment that is still under way holds the server up.
        setTimeout(() => server.kill('SIGKILL'), PATIENCE).unref();
      }),
  };
}

function ready(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      const [, endpoint] = /^Ready on (\S+)$/m.exec(said) ?? [];
      if (endpoint !== undefined) resolve(endpoint);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`The local cloud did not start: ${said.trim().split('\n').at(-1)}`)));
  });
}
