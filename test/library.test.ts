/** Checks the library as users have it: packed, installed into an empty project, compiled and run. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSource } from '../cli/source.js';
import { expand, validate } from '../library/index.js';
import { provoseBatch } from './support/cli.js';
import { expectGolden, fixtures, ROOT, readProject } from './support/golden.js';
import { brokenLinks } from './support/links.js';
import { runToEnd } from './support/process.js';

const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE = 'docs/library.md';
const [, example = ''] = /^```ts\n(.*?)^```$/ms.exec(readProject(PAGE)) ?? [];

/** The page with other content in the first block of a language. */
const withBlock = (language: string, content: string) =>
  readProject(PAGE).replace(
    new RegExp(`^\`\`\`${language}\\n.*?^\`\`\`$`, 'ms'),
    () => `\`\`\`${language}\n${content}\`\`\``,
  );

describe('the package in an empty project', () => {
  const run = (command: string, ...args: string[]) => runToEnd(command, args, { cwd: folder });
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

  beforeAll(() => {
    const { stdout } = runToEnd('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    write('package.json', '{ "private": true, "type": "module" }');
    expect(run('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`)).toMatchObject({ status: 0 });
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
    ['commonjs', 'bundler'],
  ])('has declarations that compile, as %s modules with resolution %s', (module, moduleResolution) => {
    mkdirSync(join(folder, module), { recursive: true });
    write(`${module}/example.ts`, `declare const console: { log(...values: unknown[]): void };\n${example}`);
    write(`${module}/package.json`, `{ "type": "${module === 'commonjs' ? 'commonjs' : 'module'}" }`);
    const options = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true, types: [] };
    const compilerOptions = { ...options, target: 'es2022', module, moduleResolution };
    write(`${module}/tsconfig.json`, JSON.stringify({ compilerOptions }));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = run(process.execPath, tsc, '--project', module);
    expect(stdout).toBe('');
  });

  it('runs the example of its page', () => {
    write('example.mjs', example);
    const { status, stdout, stderr } = run(process.execPath, 'example.mjs');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(PAGE, withBlock('text', stdout));
  });

  it('can be required', () => {
    const code = 'console.log(Object.keys(require("provose-batch")).sort().join())';
    expect(run(process.execPath, '--no-warnings', '--eval', `${code}`)).toMatchObject({ stdout: 'expand,validate\n' });
  });
});

it('shows the example with the AWS CDK on its page', () => {
  expectGolden(PAGE, withBlock('js', readProject('examples/cdk/app.mjs')));
});

it('has a page that links only to what exists', () => {
  expect(brokenLinks(PAGE)).toEqual([]);
});

it('finds in every broken template what the command line finds', async () => {
  for (const name of fixtures('refuse').slice(0, 20)) {
    const text = readProject(`test/fixtures/refuse/${name}/template.yaml`);
    const { diagnostics } = JSON.parse((await provoseBatch(['validate', '-', '--format', 'json'], text)).stdout);
    expect(validate(text)).toEqual(diagnostics);
  }
});

const DATA = {
  Transform: 'ProvoseBatch',
  'Provose::Batch': { small: { instances: { instance_types: ['m7i'], max_vcpus: 4 }, job_queues: { main: {} } } },
};

it('takes data as well as text', () => {
  const { template, diagnostics } = expand(DATA);
  expect(diagnostics).toEqual([]);
  expect(template).toEqual(expand(JSON.stringify(DATA)).template);
  const [problem] = validate({ ...DATA, Transform: 'Other' });
  expect(problem).toMatchObject({ code: 'no-transform', severity: 'error', path: ['Transform'] });
  expect(problem).not.toHaveProperty('line');
});

it('finds in data what it finds in its text, in the same order', () => {
  for (const name of fixtures('refuse').slice(0, 40)) {
    const text = readProject(`test/fixtures/refuse/${name}/template.yaml`);
    const { data } = readSource('template', text);
    if (typeof data !== 'object' || data === null) continue;
    const located = validate(JSON.stringify(data, undefined, 1));
    expect(validate(data)).toEqual(located.map(({ line, column, ...diagnostic }) => diagnostic));
  }
});

it('takes values of parameters, also of those that a template lacks', () => {
  const data = {
    ...DATA,
    Parameters: { Types: { Type: 'CommaDelimitedList' } },
    'Provose::Batch': {
      small: { instances: { instance_types: { Ref: 'Types' }, max_vcpus: 4 }, job_queues: { main: {} } },
    },
  };
  expect(validate(data, { parameters: { Types: 'm7j.large', Other: '1' } })).toMatchObject([
    { code: 'unknown-instance-type' },
  ]);
});

it('tells which transforms must run first', () => {
  const { template, runsFirst, diagnostics } = expand({
    ...DATA,
    Transform: ['AWS::Include', 'ProvoseBatch'],
    'Provose::Batch': { 'Fn::Transform': { Name: 'AWS::Include' } },
  });
  expect({ template, runsFirst }).toEqual({ template: undefined, runsFirst: 'Fn::Transform, AWS::Include' });
  expect(diagnostics.every(({ severity }) => severity !== 'error')).toBe(true);
});

it('takes data of any depth and with any characters', () => {
  const nested = (depth: number) => {
    let value = {};
    for (let level = 0; level < depth; level += 1) value = { Key: value };
    return value;
  };
  for (const depth of [200, 2_000, 4_000, 20_000, 200_000]) {
    const found = validate({ ...DATA, Resources: { Deep: nested(depth) } });
    expect(found).toMatchObject([{ code: expect.stringMatching(/^(too-deep|syntax)$/), severity: 'error' }]);
    expect(found[0]?.message).toMatch(/nested (too deeply|deeper than)/);
    expect(found[0]).not.toHaveProperty('offset');
  }
  const Description = '\u007f \u0080 \ufffe \ud800 \u0000 \u2028';
  expect(expand({ ...DATA, Description, Metadata: { '<<': 'text', Large: 1e21 } })).toMatchObject({
    template: { Description, Metadata: { '<<': 'text', Large: 1e21 } },
    diagnostics: [],
  });
});

it.each<[unknown[], string]>([
  [[undefined], 'template must be text or an object; received undefined'],
  [[null], 'template must be text or an object; received null'],
  [[Symbol('s')], 'template must be text or an object; received Symbol(s)'],
  [[1n], 'template must be text or an object; received 1'],
  [[{ Resources: 1n }], 'template must be data that JSON can express: Do not know how to serialize a BigInt'],
  [[{ Resources: () => ({}) }], 'template must be data that JSON can express: Resources is a function'],
  [[{ Description: Symbol('s') }], 'template must be data that JSON can express: Description is Symbol(s)'],
  [[{ Parameters: { P: { Default: Number.NaN } } }], 'template must be data that JSON can express: Default is NaN'],
  [[new Map()], 'template must be data that JSON can express: it is Map'],
  [[DATA, { parameter: {} }], 'options has no parameter. Did you mean parameters?'],
  [[DATA, null], 'options must be an object; received null'],
  [[DATA, { parameters: null }], 'parameters must be an object such as { Stage: "test" }; received null'],
  [[DATA, { parameters: 'P=1' }], 'parameters must be an object such as { Stage: "test" }; received P=1'],
  [[DATA, { parameters: new Map() }], 'parameters must be an object such as { Stage: "test" }; received Map'],
  [[DATA, { parameters: ['P=1'] }], 'parameters must be an object such as { Stage: "test" }; received Array'],
  [[DATA, { region: 1 }], 'region must be a Region such as us-east-1; received 1'],
  [[DATA, { region: Symbol('s') }], 'region must be a Region such as us-east-1; received Symbol(s)'],
  [[DATA, { macroName: null }], 'macroName must be text; received null'],
])('throws a TypeError for the wrong arguments %p', (args, message) => {
  const call = validate as (...args: unknown[]) => unknown;
  expect(() => call(...args)).toThrow(new TypeError(message));
});

it('throws only for wrong arguments', () => {
  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  expect(() => expand(circular)).toThrow(/^template must be data that JSON can express: Converting circular .*$/);
  expect(() => expand(DATA, { region: 'Frankfurt' })).toThrow(
    new TypeError('region must be a Region such as us-east-1; received Frankfurt'),
  );
  for (const template of ['', 'a: [', '[]', 'null', '\u0000', 'a: &a [*a]']) {
    expect(validate(template)).toMatchObject([{ severity: 'error', line: 1 }]);
  }
});
