/** Checks the library as users have it: packed, installed into an empty project, compiled and run. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

it('finds in every broken template what the command line finds', () => {
  for (const name of fixtures('refuse').slice(0, 20)) {
    const text = readProject(`test/fixtures/refuse/${name}/template.yaml`);
    const { diagnostics } = JSON.parse(provoseBatch(['validate', '-', '--format', 'json'], text).stdout);
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

it('throws only for wrong arguments', () => {
  expect(() => expand(DATA, { region: 'Frankfurt' })).toThrow(
    new TypeError('region must be a Region such as us-east-1; received Frankfurt'),
  );
  for (const template of ['', 'a: [', '[]', 'null', '\u0000', 'a: &a [*a]']) {
    expect(validate(template)).toMatchObject([{ severity: 'error', line: 1 }]);
  }
});
