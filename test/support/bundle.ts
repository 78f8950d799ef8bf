/** Runs the macro's bundle as Lambda does: a Node.js process imports the file and calls its handler. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { MacroRequest, MacroResponse } from '../../handlers/macro/handler.js';
import { ROOT } from './golden.js';
import { LAMBDA_NODE } from './lambda-node.js';

const RUN = `
  import { handler } from ${JSON.stringify(`file://${join(ROOT, 'dist/macro/index.mjs')}`)};
  // Lambda's runtime writes log messages like this if the log format is JSON.
  for (const level of ['info', 'error']) {
    console[level] = (message) =>
      process.stdout.write(JSON.stringify({ level: level.toUpperCase(), requestId: 'one', message }) + '\\n');
  }
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  const answers = [];
  const context = { functionName: 'macro', awsRequestId: 'one', getRemainingTimeInMillis: () => 1000 };
  for (const event of JSON.parse(input)) {
    // A request that throws when it is read simulates any bug.
    if (event.bug) Object.defineProperty(event, 'fragment', { get: () => { throw new Error(event.bug); } });
    answers.push(await handler(event, context));
  }
  await new Promise((resolve) => process.stdout.write('\\n' + JSON.stringify(answers), resolve));
`;

/** The responses to requests, processed in order, and the log. */
export function callBundle(events: readonly unknown[]): { answers: MacroResponse[]; log: string } {
  const { stdout, stderr, status, error } = spawnSync(LAMBDA_NODE, ['--input-type=module', '-e', RUN], {
    input: JSON.stringify(events),
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: 60_000,
  });
  if (status !== 0) throw error ?? new Error(stderr);
  const end = stdout.lastIndexOf('\n');
  return { answers: JSON.parse(stdout.slice(end + 1)), log: stdout.slice(0, end) + stderr };
}

/** CloudFormation's request to a macro. */
export function macroRequest(fragment: unknown, more: Partial<MacroRequest> = {}): MacroRequest {
  return {
    requestId: 'b1946ac9-2492-4d11-9c1f-000000000000',
    transformId: '123456789012::ProvoseBatch',
    region: 'us-east-1',
    accountId: '123456789012',
    fragment,
    params: {},
    templateParameterValues: {},
    ...more,
  };
}
