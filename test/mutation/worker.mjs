/** Runs one mutant after another, and reports each result. */

import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

/** What the code of StrykerJS reads and writes. */
const stryker = { mutantCoverage: { static: {}, perTest: {} } };
globalThis.__stryker__ = stryker;

const module = { exports: {} };
const run = new Script(workerData.code, { filename: 'mutants.cjs' }).runInThisContext();
run(module, module.exports, createRequire(import.meta.url));
const { names, outcomeOf } = module.exports;

const times = new Map();
const expected = new Map(
  names.map((name) => {
    stryker.currentTestId = name;
    const start = performance.now();
    const outcome = outcomeOf(name);
    times.set(name, performance.now() - start);
    return [name, outcome];
  }),
);
const { static: loaded, perTest } = stryker.mutantCoverage;
stryker.mutantCoverage = undefined;

/** The templates that reach each mutant, the fastest first. */
const reaching = new Map();
for (const name of names.toSorted((a, b) => times.get(a) - times.get(b)))
  for (const id of Object.keys(perTest[name] ?? {})) reaching.set(id, [...(reaching.get(id) ?? []), name]);

function test(id) {
  // As in StrykerJS: it would need a new instance of the code for each template.
  if (loaded[id]) return 'ignored';
  const reached = reaching.get(id);
  if (!reached) return 'not covered';
  stryker.activeMutant = id;
  return reached.some((name) => outcomeOf(name) !== expected.get(name)) ? 'killed' : 'survived';
}

parentPort.on('message', (id) => parentPort.postMessage(test(id)));
parentPort.postMessage('ready');
