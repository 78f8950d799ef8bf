/** Adds a field to a copy of the project, in one place, and checks that it appears everywhere. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './support/golden.js';
import { LanguageServer } from './support/language-server.js';

const COPIED = ['cli', 'docs/reference.md', 'macro', 'package.json', 'reference', 'schema', 'scripts', 'test/support'];

const FILE = 'macro/schema/job-keys.ts';
const FIELD = `propagate_tags: v.optional(
    field(knownBoolean, {
      doc: 'Whether the tags are copied to the task.',
      example: true,
      property: 'PropagateTags',
      source: DEFINITION,
    }),
  ),
  keep_revisions: `;

const folder = mkdtempSync(join(tmpdir(), 'provose-batch-new-key-'));
let server: LanguageServer | undefined;
afterAll(async () => {
  await server?.end();
  rmSync(folder, { recursive: true });
});

const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** Runs a program of the copy. */
function run(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What the TypeScript of the copy exports, used by a program that prints a value as JSON. */
const evaluate = (source: string, program: string) =>
  JSON.parse(
    run(
      '--input-type=module',
      '--eval',
      `import { load } from './scripts/load.mjs'; const it = await load(\`${source}\`);
       console.log(JSON.stringify(${program}));`,
    ),
  );

const template = (value: string) => `Transform: ProvoseBatch
Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: 2 }
    job_queues: { mainqueue: {} }
    job_definitions:
      job:
        propagate_tags: ${value}
        image: busybox
        vcpus: 1
        memory: 4
`;

/** How the copy expands a template. */
const expansionOf = (text: string) =>
  evaluate(
    `export { readSource } from './cli/source.ts'; export { expandSource } from './cli/template-file.ts';`,
    `it.expandSource(it.readSource('template', ${JSON.stringify(text)}), { parameters: {}, macroName: 'ProvoseBatch' })`,
  );

beforeAll(() => {
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, FILE), read(FILE).replace('keep_revisions: ', FIELD));
  for (const name of ['reference', 'json-schema']) run(`scripts/${name}.mjs`);
});

it('is accepted, and becomes its property', () => {
  const { diagnostics, template: expanded } = expansionOf(template('true'));
  expect(diagnostics).toEqual([]);
  expect(expanded.Resources.ProvoseJobDefinitionJob.Properties).toHaveProperty('PropagateTags', true);
});

it('is refused with a wrong value, with a message', () => {
  const [{ path, message, hint }] = expansionOf(template('often')).diagnostics;
  expect(path.at(-1)).toBe('propagate_tags');
  expect([message, hint]).toEqual(['expected true or false; received "often"', 'For example: propagate_tags: true']);
});

it('is suggested if it is misspelled', () => {
  const [{ hint }] = expansionOf(template('true').replace('propagate_tags', 'propagate_tag')).diagnostics;
  expect(hint).toBe('Did you mean propagate_tags?');
});

it('is in the reference', () => {
  expect(read('docs/reference.md')).toMatch(
    /^\| `propagate_tags` † \| true or false \| {2}\| Whether the tags are copied to the task\. .* \| `JobDefinition\.PropagateTags` \|$/m,
  );
});

it('is in the JSON Schema, with which editors check and complete it', async () => {
  const started = await LanguageServer.start(folder, {
    'yaml.schemas': { 'schema/provose-batch.schema.json': '*.yaml' },
  });
  server = started;
  const marksIn = async (name: string, text: string) => {
    const marks = await started.open(pathToFileURL(join(folder, name)).href, text);
    return marks.map(({ message }) => message);
  };
  expect(await marksIn('right.yaml', template('true'))).toEqual([]);
  expect(await marksIn('wrong.yaml', template('often'))).toEqual(['Expected true or false.']);

  const unfinished = template('').replace(/propagate_tags:\s/, '');
  await marksIn('unfinished.yaml', unfinished);
  const lines = unfinished.split('\n');
  const line = lines.indexOf('        ');
  const uri = pathToFileURL(join(folder, 'unfinished.yaml')).href;
  const answer = await started.askAt('textDocument/completion', uri, { line, character: 8 });
  const { items } = answer as { items: { label: string; documentation: { value: string } }[] };
  const item = items.find(({ label }) => label === 'propagate_tags');
  expect(item?.documentation.value).toContain('Whether the tags are copied to the task.');
});

it('is drawn by the generator of the property tests', () => {
  const drawn = evaluate(
    `export { modules } from './test/support/modules.ts'; export { sample } from 'fast-check';`,
    `it.sample(it.modules, 100).flatMap(({ batch }) =>
       Object.values(batch).flatMap(({ job_definitions = {} }) =>
         Object.values(job_definitions).map((job) => job.propagate_tags ?? null)))`,
  );
  expect([...new Set(drawn)]).toEqual(expect.arrayContaining([null, true, false, 'true', 'false']));
});
