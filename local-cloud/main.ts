/** `npm run cloud`: runs the local cloud, empty, until Ctrl-C. */

import { parseArgs } from 'node:util';
import { startCloud } from './cloud.js';
import { environmentOf } from './environment.js';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '5000' } } });
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const cloud = await startCloud('.', say, Number(values.port));
  say(`The local cloud runs at ${cloud.endpoint} until Ctrl-C. For the AWS CLI, in another shell:\n`);
  say(environmentOf(cloud));
  process.once('SIGINT', () => cloud.stop());
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
