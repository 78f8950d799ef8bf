/**
 * Runs the mutants of `macro/`, or of other folders and files, on the templates among the fixtures, examples and recipes:
 * `npm run mutate:templates -- macro/rules cli/sarif.ts`. A mutant is killed if anything that a user sees of a template changes.
 * StrykerJS makes the mutants, but all of them run in one process, so that a minute is enough for hundreds. The other
 * tests may kill more: `npm run mutate -- --mutate FILE:LINE:COLUMN-LINE:COLUMN` runs them for a survivor.
 */

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { Instrumenter } from './node_modules/@stryker-mutator/instrumenter/dist/src/index.js';
import { createParser } from './node_modules/@stryker-mutator/instrumenter/dist/src/parsers/index.js';
import { print } from './node_modules/@stryker-mutator/instrumenter/dist/src/printers/index.js';
import { transform } from './node_modules/@stryker-mutator/instrumenter/dist/src/transformers/index.js';

/** After this time, in milliseconds, a mutant is an endless loop. */
const LONGEST = 60_000;

const paths = process.argv.length > 2 ? process.argv.slice(2) : ['macro'];
const filesIn = (path) => (path.endsWith('.ts') ? [path] : globSync(`${path}/**/*.ts`));
const { files, mutants } = await instrument(paths.flatMap(filesIn).sort());
const code = await bundle(new Map(files.map(({ name, content }) => [name, content])));
const waiting = [...mutants];
const results = [];
await Promise.all(Array.from({ length: availableParallelism() }, work));
writeFileSync('dist/mutation-of-templates.json', JSON.stringify(results, null, 1));
report();

/** The files with all of their mutants, each behind a condition. */
function instrument(names) {
  const logger = { debug() {}, info() {}, isDebugEnabled: () => false };
  return new Instrumenter(logger, createParser, print, transform).instrument(
    names.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
}

async function bundle(contents) {
  const instrumented = ({ path }) => {
    const content = contents.get(relative(process.cwd(), path));
    return content === undefined ? undefined : { contents: content, loader: 'ts' };
  };
  const { outputFiles } = await build({
    entryPoints: ['test/mutation/templates.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
    plugins: [{ name: 'instrumented', setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, instrumented) }],
    banner: { js: '(function (module, exports, require) {' },
    footer: { js: '})' },
  });
  return outputFiles[0].text;
}

/** Runs waiting mutants in a worker, and continues in another if one of them does not end. */
async function work() {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { code } });
  await messageOf(worker);
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    worker.postMessage(mutant.id);
    const result = await messageOf(worker, LONGEST);
    results.push({ ...mutant, result: result ?? 'timed out' });
    if (results.length % 500 === 0) process.stderr.write(`${results.length} of ${mutants.length}\n`);
    if (result === undefined) {
      await worker.terminate();
      return work();
    }
  }
  await worker.terminate();
}

/** The next message, or `undefined` after a time. */
function messageOf(worker, limit) {
  return new Promise((resolve, reject) => {
    const timer = limit && setTimeout(resolve, limit);
    worker.once('error', reject);
    worker.once('message', (message) => {
      clearTimeout(timer);
      worker.off('error', reject);
      resolve(message);
    });
  });
}

function report() {
  const tested = results.filter(({ result }) => result !== 'ignored');
  for (const { fileName, location, replacement, result } of tested.filter((one) => one.result === 'survived')) {
    const { line, column } = location.start;
    process.stdout.write(`${fileName}:${line + 1}:${column + 1}: ${result}: ${replacement.slice(0, 100)}\n`);
  }
  for (const [name, all] of [...Map.groupBy(tested, ({ fileName }) => fileName), ['all', tested]]) {
    const count = (result) => all.filter((one) => one.result === result).length;
    const killed = count('killed') + count('timed out');
    const cells = [name, all.length, killed, count('survived'), count('not covered')];
    process.stdout.write(`| ${cells.join(' | ')} | ${((100 * killed) / all.length).toFixed(1)} % |\n`);
  }
}
