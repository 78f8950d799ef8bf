/**
 * Mutates the project's own templates at random and expands the results. Each must quickly yield a template or errors
 * whose paths exist. If a template expands, its references to modules are then wrapped in intrinsic functions, which
 * must not change their meaning. Writes the result to docs/fuzzing.md.
 *
 *     npm run fuzz -- [COUNT] [SEED]     defaults: 100,000 templates, and a seed derived from the date
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { load } from './load.mjs';

const [count = '100000', seed = String(Math.floor(Date.now() / 86_400_000))] = process.argv.slice(2);
if (![count, seed].every((text) => /^\d+$/.test(text)) || process.argv.length > 4) {
  process.stderr.write('Usage: npm run fuzz -- [COUNT [SEED]]\n');
  process.exit(2);
}
const SLOW = 1000; // milliseconds

const { readSource, expandAsDeployed, compared, otherContexts, placesOf, textContexts, wrapped } = await load(`
  export { readSource } from './cli/source.ts';
  export { expandAsDeployed } from './cli/template-file.ts';
  export { compared, otherContexts, placesOf, textContexts, wrapped } from './test/support/wrap.ts';
`);

// Mostly valid templates, because mutating them is the most effective.
const FOLDERS = [...Array(12).fill('examples'), ...Array(12).fill('test/fixtures/expand'), 'test/fixtures/refuse'];

const templates = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('expected.yaml'))
    .map((name) => readSource(name, readFileSync(`${folder}/${name}`, 'utf8')).data)
    .filter((data) => typeof data === 'object' && data !== null),
);

/** Values and keys that often break programs. */
const ODD_VALUES = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 70,
  '',
  ' ',
  'x'.repeat(10_000),
  '\u0000',
  '\ud800',
  '😀',
  [],
  [[]],
  {},
  { Ref: 'Provose' },
  { Ref: 'AWS::NoValue' },
  { Ref: 1 },
  { 'Fn::If': [] },
  { 'Fn::If': ['A', {}, {}] },
  { 'Fn::GetAtt': 'Provose' },
  { 'Fn::GetAtt': ['Provose', 'batch'] },
  { 'Fn::Sub': '${Provose.vpc.aws_vpc.vpc.id}' },
  { 'Fn::Sub': ['${', {}] },
  { 'Fn::FindInMap': ['A', 'B', 'C'] },
  { 'Fn::Transform': {} },
  { 'Fn::GetAtt': null },
];
const ODD_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  '0',
  'Ref',
  'Fn::If',
  'Condition',
  'batch',
  'overrides',
  'k'.repeat(10_000),
  'ключ',
];

const random = fc.sample(fc.integer({ min: 0, max: 2 ** 31 - 1 }), { numRuns: 200_000, seed: Number(seed) });
let drawn = 0;
const draw = (most) => random[drawn++ % random.length] % most;
const pick = (list) => list[draw(list.length)];

/** Makes one random change in a value. */
function mutate(value) {
  const places = [];
  const collect = (inner, depth) => {
    if (typeof inner !== 'object' || inner === null) return;
    for (const key of Object.keys(inner)) {
      places.push([inner, key]);
      if (depth < 12) collect(inner[key], depth + 1);
    }
  };
  collect(value, 0);
  if (places.length === 0) return;
  const [parent, key] = pick(places);
  const put = (name, item) =>
    Object.defineProperty(parent, name, { value: item, enumerable: true, configurable: true, writable: true });
  switch (draw(5)) {
    case 0:
      return put(key, structuredClone(pick(ODD_VALUES)));
    case 1:
      return Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key];
    case 2:
      return put(Array.isArray(parent) ? key : pick(ODD_KEYS), parent[key]);
    case 3:
      return put(key, structuredClone(pick(places)[0]));
    default:
      return put(
        key,
        typeof parent[key] === 'string' ? parent[key].slice(draw(parent[key].length + 1)) : [parent[key]],
      );
  }
}

/** Nests a section deeper than the call stack allows. */
function deepen(template) {
  const name = pick(Object.keys(template));
  if (name === undefined) return;
  for (let level = 0; level < 10_000; level++) template[name] = { a: template[name] };
}

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };
const sample = (contexts) => fc.sample(contexts, { numRuns: 20_000, seed: Number(seed) });
const inSub = sample(textContexts);
const outsideSub = sample(otherContexts);

/** Wraps every reference to a module. It must have the same result as a parameter in its place. */
function checkComposition(template) {
  const places = placesOf(template);
  if (places.length === 0) return 0;
  const around = places.map(({ attribute }) => pick(/[^\w.]/.test(attribute) ? outsideSub : inSub));
  const { referring, opaque } = wrapped(template, places, around);
  const [one, other] = [referring, opaque].map((variant) => expandAsDeployed(variant, settings));
  // Without its references, a template may be rejected for another reason, or have no cycle.
  if (!one.template || !other.template) return 0;
  let result;
  try {
    result = compared(one.template, other.template, places.length);
  } catch {
    return 0; // CloudFormation would reject the mutated template too.
  }
  if (!isDeepStrictEqual(result.actual, result.expected)) fail('does not compose', referring);
  return places.length;
}

function fail(reason, template, cause) {
  try {
    writeFileSync('fuzz-failure.json', JSON.stringify(template, null, 1));
  } catch {}
  throw new Error(`a template of seed ${seed} ${reason}, written to fuzz-failure.json`, { cause });
}

const seen = { expanded: 0, refused: 0 };
let composed = 0;
const codes = new Map();
let slowest = 0;
for (let index = 0; index < Number(count); index++) {
  const template = structuredClone(pick(templates));
  for (let changes = 1 + draw(4); changes > 0; changes--) mutate(template);
  if (draw(50) === 0) deepen(template);
  const start = performance.now();
  let expansion;
  try {
    expansion = expandAsDeployed(template, settings);
  } catch (error) {
    fail('crashed', template, error);
  }
  const took = performance.now() - start;
  slowest = Math.max(slowest, took);
  if (took > SLOW) throw new Error(`template ${index} of seed ${seed} took ${took.toFixed(0)} ms`);
  const errors = expansion.diagnostics.filter(({ severity }) => severity === 'error');
  // With an `Fn::Transform`, there may be only warnings but no template.
  const isRefused = errors.length > 0 || expansion.runsFirst !== undefined;
  if ((expansion.template === undefined) !== isRefused)
    throw new Error(`template ${index}: neither a template nor an error`);
  for (const { path, code } of expansion.diagnostics) {
    codes.set(code, (codes.get(code) ?? 0) + 1);
    let value = template;
    for (const key of path) {
      if (!Object.hasOwn(value, key))
        throw new Error(`template ${index}: no such place: ${path.join('.').slice(0, 200)}`);
      value = value[key];
    }
  }
  seen[expansion.template ? 'expanded' : 'refused']++;
  if (expansion.template) composed += checkComposition(template);
}

const report = [
  '# Fuzzing',
  '',
  '`npm run fuzz` mutates the project’s own templates and expands the results. Each must yield a template, or errors whose',
  'paths exist, within a second. The last result:',
  '',
  `${count} templates with seed ${seed}, mutated from ${new Set(templates.map((one) => JSON.stringify(one))).size}: ${seen.expanded} expanded, ${seen.refused} rejected, none crashed.`,
  `The slowest took ${slowest.toFixed(0)} ms. ${composed} references kept their meaning inside intrinsic functions.`,
  '',
  '| diagnostic | times |',
  '| --- | ---: |',
  ...[...codes].sort((a, b) => b[1] - a[1]).map(([code, times]) => `| ${code} | ${times} |`),
  '',
].join('\n');
writeFileSync('docs/fuzzing.md', report);
process.stdout.write(`${report}\n`);
