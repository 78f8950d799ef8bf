/** Tests `validate` with several files and folders, in all of its formats, and as a pre-commit hook. */

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import { parse } from 'yaml';
import { codes } from '../macro/diagnostics/diagnostics.js';
import { rules } from '../macro/rules/index.js';
import { provoseBatch, runBuilt } from './support/cli.js';
import { readProject } from './support/golden.js';

expect.extend({ toBeValidSarifLog });

const GOOD = readProject('examples/first.yaml');
const BAD = GOOD.replace('min_vcpus', 'min_vcpu');
const WARNED = GOOD.replace('name: myproject', 'internal_subdomain: example');
const OTHER = 'services: { web: { image: nginx } }\n';

/** The files of a folder that is made, by path. */
const FILES: Readonly<Record<string, string>> = {
  'bad.yaml': BAD,
  'docker-compose.yml': OTHER,
  'modules/b.json': JSON.stringify(parse(GOOD)),
  'modules/a.template': WARNED,
  'modules/deep/two words, 100%.yml': BAD,
  'modules/misspelled.yaml': GOOD.replace('Provose::Batch', 'Provose::batch'),
  'modules/text.yaml': 'Provose::Batch: [',
  'modules/notes.md': BAD,
  'modules/list.yaml': '- provose\n',
  'node_modules/a/bad.yaml': BAD,
  'modules/dist/bad.yaml': BAD,
  '.github/bad.yaml': BAD,
  '.aws-sam/build/bad.yaml': BAD,
};

const folder = mkdtempSync(join(tmpdir(), 'provose-'));
beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync('..', join(folder, 'modules/loop'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const validate = (...args: readonly string[]) => provoseBatch(['validate', ...args], '', folder);

/** The output of a command as data. */
const json = async (...args: readonly string[]) => JSON.parse((await validate(...args)).stdout);

describe('several files', () => {
  it('checks all templates of folders once, in order, and skips other files', async () => {
    const names = (await json('modules', '.', 'bad.yaml', '--format', 'json')).files.map(
      ({ file }: { file: string }) => file,
    );
    expect(names).toEqual([
      'modules/a.template',
      'modules/b.json',
      'modules/deep/two words, 100%.yml',
      'modules/misspelled.yaml',
      'modules/text.yaml',
      'bad.yaml',
    ]);
  });

  it('checks a named file as such, also if its folder is named before', async () => {
    const alone = await json('docker-compose.yml', '--format', 'json');
    const { files } = await json('.', 'docker-compose.yml', '--format', 'json');
    expect(files).toContainEqual(alone);
    expect(alone.diagnostics).toEqual([expect.objectContaining({ code: 'not-a-template' })]);
  });

  it('prints all problems, and their numbers', async () => {
    const { status, stdout, stderr } = await validate('bad.yaml', 'modules/a.template', 'modules/b.json');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '3 files, 1 error, 1 warning\n' });
    const heads = stderr.split('\n').filter((line) => / (error|warning): /.test(line));
    expect(heads).toEqual([
      expect.stringMatching(/^bad\.yaml:\d+:\d+: error: .*\[unknown-key\]$/),
      expect.stringMatching(/^modules\/a\.template:\d+:\d+: warning: .*\[ignored-key\]$/),
    ]);
  });

  it('exits with 0 without errors', async () => {
    expect(await validate('modules/a.template', 'modules/b.json')).toMatchObject({
      status: 0,
      stdout: '2 files, 0 errors, 1 warning\n',
    });
  });

  it('requires a named file to be a template, except with --skip-others', async () => {
    expect(await validate('docker-compose.yml', 'modules/b.json')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('[not-a-template]'),
    });
    expect(await validate('docker-compose.yml', 'modules/b.json', '--skip-others')).toMatchObject({
      status: 0,
      stdout: '1 file, 0 errors, 0 warnings\n',
    });
  });

  it('does not succeed if there is nothing to check', async () => {
    mkdirSync(join(folder, 'modules/empty'), { recursive: true });
    expect(await validate('modules/empty')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('modules/empty: no template with a module'),
    });
  });

  it('names a file that cannot be read', async () => {
    for (const args of [
      ['bad.yaml', 'no.yaml'],
      ['no.yaml', '--skip-others'],
    ]) {
      expect(await validate(...args)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('no.yaml cannot be read: the file does not exist'),
      });
    }
  });

  it('applies a parameter to the files that have it, and refuses one that none has', async () => {
    const example = join(__dirname, '../examples/brought-vpc.yaml');
    const args = [example, 'modules/b.json', '--parameter'];
    expect(await validate(...args, 'Stage=production')).toMatchObject({ status: 0 });
    expect((await validate(...args, 'Stage=prodution')).stderr).toContain('[value-not-allowed]');
    expect(await validate(...args, 'Stag=test')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no template has a parameter Stag. Did you mean Stage?'),
    });
  });

  it('says which files need other transforms first', async () => {
    const template = GOOD.replace(
      'Transform: ProvoseBatch',
      'Transform: [AWS::LanguageExtensions, ProvoseBatch]',
    ).concat('Resources: { Fn::ForEach::L: [X, [A], { "T${X}": { Type: AWS::SNS::Topic } }] }\n');
    const { stdout } = await provoseBatch(
      ['validate', '-', 'examples/first.yaml'],
      template.replace('SPOT', '!Length [a]'),
    );
    expect(stdout).toMatch(/^<stdin>: no errors found; AWS::LanguageExtensions runs before .*\n2 files, 0 errors/);
  });
});

describe('--strict', () => {
  it('makes warnings errors', async () => {
    expect(await validate('modules/a.template')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('warning: '),
    });
    const { status, stdout, stderr } = await validate('modules/a.template', '--strict');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('error: Provose::Batch.provose_config.internal_subdomain');
    expect((await json('modules/a.template', '--strict', '--format', 'json')).valid).toBe(false);
    expect((await validate('modules', '--strict')).stdout).toMatch(/^5 files, \d+ errors, 0 warnings\n$/);
  });

  it('changes nothing for a template without warnings', async () => {
    expect(await validate('modules/b.json', '--strict')).toEqual(await validate('modules/b.json'));
  });
});

describe('--format json', () => {
  it('has the form of one file for one file, and a list for several or a folder', async () => {
    const one = await json('bad.yaml', '--format', 'json');
    expect(Object.keys(one)).toEqual(['file', 'valid', 'diagnostics']);
    const { valid, files } = await json('bad.yaml', 'modules/b.json', '--format', 'json');
    expect(valid).toBe(false);
    expect(files).toEqual([one, { file: 'modules/b.json', valid: true, diagnostics: [] }]);
    expect(Object.keys(await json('modules/deep', '--format', 'json'))).toEqual(['valid', 'files']);
    expect((await json('modules/a.template', 'modules/b.json', '--format', 'json')).valid).toBe(true);
  });
});

describe('--format github', () => {
  it('prints workflow commands with escaped properties and messages', async () => {
    const { status, stdout } = await validate('modules/deep', 'modules/a.template', '--format', 'github');
    expect(status).toBe(1);
    const [error, warning, end] = stdout.split('\n');
    expect(error).toMatch(
      /^::error file=modules\/deep\/two words%2C 100%25\.yml,line=\d+,col=\d+,title=unknown-key::Provose::Batch\.batch\.compute-environment-1\.instances\.min_vcpu: unknown key "min_vcpu"%0ADid you mean min_vcpus\?$/,
    );
    expect(warning).toMatch(/^::warning file=modules\/a\.template,line=\d+,col=\d+,title=ignored-key::/);
    expect(end).toBe('');
  });

  it('keeps a template’s text from becoming a command', async () => {
    const template = { 'Provose::Batch': { small: { 'a\n::error::\r50%': 1 } }, Resources: {} };
    const { stdout } = await provoseBatch(['validate', '-', '--format', 'github'], JSON.stringify(template));
    expect(stdout).not.toMatch(/^::error::|\r/m);
    expect(stdout).toContain('small.a%0A::error::%0D50%25: unknown key');
  });
});

describe('--format sarif', () => {
  const log = (...args: readonly string[]) => json(...args, '--format', 'sarif');

  it.each([[['modules/b.json']], [['.']], [['.', '--strict']]])('conforms to the schema: %j', async (args) => {
    expect(await log(...args)).toMatchObject({ version: '2.1.0', runs: [expect.anything()] });
    expect(await log(...args)).toBeValidSarifLog();
  });

  const everything = runBuilt(['validate', 'test/fixtures/refuse', '--format', 'sarif']);
  const [{ tool: tools, results: all }] = JSON.parse(everything.stdout).runs;

  it('conforms to the schema for everything that is ever reported', () => {
    expect(everything.status).toBe(1);
    expect(JSON.parse(everything.stdout)).toBeValidSarifLog();
    expect(all.length).toBeGreaterThan(500);
  });

  it('lists every code with its default level, whatever was found', async () => {
    const { name, version } = JSON.parse(readProject('package.json'));
    const { driver } = (await log('modules/b.json')).runs[0].tool;
    expect(driver).toMatchObject({ name, version });
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      ...Object.keys(codes),
      ...rules.map(({ code }) => code),
    ]);
    expect((await log('.')).runs[0].tool).toEqual((await log('modules/b.json')).runs[0].tool);
    for (const { id, shortDescription, fullDescription, help } of driver.rules)
      for (const { text } of [shortDescription, fullDescription, help])
        expect(`${id}: ${text}`).toMatch(/: .{10,1024}$/);
  });

  it('has default levels that agree with what is reported', () => {
    const levels: Record<string, string[]> = {};
    for (const { ruleId, level } of all) levels[ruleId] = [...(levels[ruleId] ?? []), level];
    for (const { id, defaultConfiguration } of tools.driver.rules) {
      if (levels[id]) expect([id, levels[id]]).toEqual([id, expect.arrayContaining([defaultConfiguration.level])]);
    }
  });

  it('places each result in its file and region', async () => {
    const [{ results, tool }] = (await log('modules/deep', 'modules/a.template')).runs;
    const [error, warning] = results;
    expect(error).toMatchObject({
      ruleId: 'unknown-key',
      level: 'error',
      message: {
        text: 'Provose::Batch.batch.compute-environment-1.instances.min_vcpu: unknown key "min_vcpu". Did you mean min_vcpus?',
      },
    });
    expect(tool.driver.rules[error.ruleIndex].id).toBe('unknown-key');
    const [{ physicalLocation }] = error.locations;
    expect(physicalLocation.artifactLocation).toEqual({
      uri: 'modules/deep/two%20words%2C%20100%25.yml',
      uriBaseId: '%SRCROOT%',
    });
    const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
    const text = BAD.split('\n')[startLine - 1] ?? '';
    expect(text.slice(startColumn - 1, endColumn - 1)).toMatch(/^min_vcpu: 0$/);
    expect([endLine, endColumn]).toEqual([startLine, text.length + 1]);
    expect(warning).toMatchObject({ ruleId: 'ignored-key', level: 'warning' });
    expect(tool.driver.rules[warning.ruleIndex].id).toBe('ignored-key');
  });

  it('has fingerprints that do not depend on lines, and that differ from each other', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: a result of SARIF
    const printOf = ({ locations, ruleId, partialFingerprints }: any) =>
      JSON.stringify([locations[0].physicalLocation.artifactLocation.uri, ruleId, partialFingerprints]);
    expect(new Set(all.map(printOf)).size).toBe(all.length);
    const printsOf = async (template: string) => {
      const { stdout } = await provoseBatch(['validate', '-', '--format', 'sarif'], template);
      return JSON.parse(stdout).runs[0].results.map((one: { partialFingerprints: object }) => one.partialFingerprints);
    };
    expect(await printsOf(`# A comment\n\n${BAD}`)).toEqual(await printsOf(BAD));
    expect(await printsOf(BAD)).toEqual([{ 'provoseBatch/v1': expect.stringMatching(/^[0-9a-f]{16}:1$/) }]);
    expect(await printsOf(GOOD.replace('max_vcpus', 'max_vcpu'))).not.toEqual(await printsOf(BAD));
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const [hook] = parse(readProject('.pre-commit-hooks.yaml'));
  const [name, ...args] = hook.entry.split(' ');

  it('has the package’s command as its entry', () => {
    const { bin, files, scripts } = JSON.parse(readProject('package.json'));
    expect(hook).toMatchObject({ id: 'provose-batch-validate', language: 'node' });
    // pre-commit installs the package from the repository, which runs `prepare`, and packs it.
    expect(bin).toHaveProperty(name, 'dist/cli/provose-batch.mjs');
    expect(files).toContain('dist/cli');
    expect(scripts.prepare).toBe('node scripts/prepare.mjs');
  });

  it('reports the templates among the files that it is given', async () => {
    const files = Object.keys(FILES).filter((path) => new RegExp(hook.files).test(path));
    expect(files).not.toContain('modules/notes.md');
    const { status, stdout, stderr } = await provoseBatch([...args, ...files], '', folder);
    expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringMatching(/^10 files, \d+ errors/) });
    expect(stderr).toContain('bad.yaml:');
    expect(stderr).not.toContain('docker-compose.yml');
    expect(await provoseBatch([...args, 'docker-compose.yml', 'modules/b.json'], '', folder)).toMatchObject({
      status: 0,
    });
    expect(await provoseBatch([...args, 'docker-compose.yml'], '', folder)).toMatchObject({ status: 0, stderr: '' });
  });
});
