// Runs a Lambda function as Lambda's Node.js runtime does, one invocation after another.
// Usage: node runner.mjs FILE_DESCRIPTOR, which gets the results, with the requests on standard input, as lines of JSON.
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const answer = (result) => writeFileSync(Number(process.argv[2]), `${JSON.stringify(result)}\n`);

function failure(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return { error: { errorType: name, errorMessage: message, trace: stack.split('\n') } };
}

function fail(error) {
  answer({ ...failure(error), ends: true });
  process.exit(1);
}

async function load(handler) {
  const dot = handler.lastIndexOf('.');
  const base = resolve(process.env.LAMBDA_TASK_ROOT, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => base + extension).find(existsSync);
  const module = file && (await import(pathToFileURL(file)));
  const found = module?.[handler.slice(dot + 1)] ?? module?.default?.[handler.slice(dot + 1)];
  if (typeof found === 'function') return found;
  throw Object.assign(new Error(`${handler} is undefined or not exported`), {
    name: file ? 'Runtime.HandlerNotFound' : 'Runtime.ImportModuleError',
  });
}

async function invoke(handle, { event, deadline, context }) {
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  const lambdaContext = { ...context, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis };
  if (handle.length < 3) return handle(event, lambdaContext);
  return new Promise((done, reject) => {
    handle(event, lambdaContext, (error, value) => (error ? reject(error) : done(value)));
  });
}

// Nobody waits for a result any more.
process.stdin.on('end', () => process.exit());
process.on('uncaughtException', fail);
const handle = await load(process.env._HANDLER).catch(fail);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    answer({ payload: (await invoke(handle, JSON.parse(line))) ?? null });
  } catch (error) {
    answer(failure(error));
  }
}
