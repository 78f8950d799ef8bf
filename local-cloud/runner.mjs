// Runs one invocation of a Lambda function as Lambda's Node.js runtime does.
// Usage: node runner.mjs <result file>, with the request as JSON on standard input.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { handler, event, deadline, context } = JSON.parse(readFileSync(0, 'utf8'));

function finish(result) {
  writeFileSync(process.argv[2], JSON.stringify(result));
  process.exit();
}

function failure(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return { error: { errorType: name, errorMessage: message, trace: stack.split('\n') } };
}

async function load() {
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

process.on('uncaughtException', (error) => finish(failure(error)));
try {
  const handle = await load();
  const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  const lambdaContext = { ...context, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis };
  const payload =
    handle.length < 3
      ? await handle(event, lambdaContext)
      : await new Promise((done, fail) => {
          handle(event, lambdaContext, (error, value) => (error ? fail(error) : done(value)));
        });
  finish({ payload: payload ?? null });
} catch (error) {
  finish(failure(error));
}
