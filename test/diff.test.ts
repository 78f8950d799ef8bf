/** Tests `diff` as users run it: two templates in, a report out. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { provoseBatch, runBuilt } from './support/cli.js';
import { expectGolden, ROOT, readProject } from './support/golden.js';

const FOLDER = 'test/fixtures/diff';
const names = readdirSync(join(ROOT, FOLDER)).sort();
const of = (name: string) => [`${FOLDER}/${name}/old.yaml`, `${FOLDER}/${name}/new.yaml`] as const;
const diff = (...args: readonly string[]) => provoseBatch(['diff', ...args]);
const json = async (...args: readonly string[]) => JSON.parse((await diff(...args, '--format', 'json')).stdout);

describe.each(names)(`${FOLDER}/%s`, (name) => {
  it('is reported as in its golden file', async () => {
    const { status, stdout, stderr } = await diff(...of(name));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectGolden(`${FOLDER}/${name}/expected.txt`, stdout.replaceAll(`${FOLDER}/${name}/`, ''));
  });

  it('changes nothing if it is compared with itself', async () => {
    const [, file] = of(name);
    expect((await diff(file, file)).stdout).toMatch(/: nothing changes, \d+ resources\n$/);
  });
});

it('is shown in the guide as it is', () => {
  expect(readProject('docs/guide.md')).toContain(readProject(`${FOLDER}/guide/expected.txt`));
});

describe('an already processed template', () => {
  const [old, fresh] = of('in-place');
  const processed = runBuilt(['expand', old, '--format', 'json']).stdout;
  const asYaml = runBuilt(['expand', old]).stdout;
  const compared = async (text: string) =>
    JSON.parse((await provoseBatch(['diff', '-', fresh, '--format', 'json'], text)).stdout);

  it.each([
    ['JSON', processed],
    ['YAML', asYaml],
    [
      'the output of get-template',
      JSON.stringify({ TemplateBody: JSON.parse(processed), StagesAvailable: ['Original'] }),
    ],
    ['the output of get-template, as text', JSON.stringify({ TemplateBody: asYaml })],
    ['the output of get-template, as YAML', `TemplateBody: |\n${processed.replace(/^/gm, '  ')}`],
  ])('is compared as the template that it was: %s', async (_, text) => {
    expect({ ...(await compared(text)), old: undefined }).toEqual({ ...(await json(old, fresh)), old: undefined });
  });

  it('names entries of the other template, and else logical ids', async () => {
    const { changes } = JSON.parse(
      (await provoseBatch(['diff', '-', of('removed')[1], '--format', 'json'], processed)).stdout,
    );
    const entries = changes.map(({ id, entry }: { id: string; entry?: string }) => [id, entry]);
    expect(entries).toContainEqual(['ProvoseComputeEnvironmentSmall', 'environment small']);
    expect(entries).toContainEqual(['ProvoseComputeEnvironmentLarge', undefined]);
  });

  it('is not said to change the types of resources that AWS::Serverless-2016-10-31 expanded', async () => {
    const resources = { Submit: { Type: 'AWS::Lambda::Function' }, SubmitRole: { Type: 'AWS::IAM::Role' } };
    const { status, stdout } = await provoseBatch(
      ['diff', '-', 'examples/beside-sam.yaml', '--fail-on', 'failure', '--fail-on', 'replacement'],
      JSON.stringify({ Resources: resources }),
    );
    expect(status).toBe(0);
    expect(stdout).toContain('changed, update behavior not known: Submit (AWS::Serverless::Function)\n');
    expect(stdout).toContain('Note: only the new template is compared as it is before AWS::Serverless-2016-10-31');
  });

  it('is reported with its own lines if it has errors', async () => {
    const text = JSON.stringify({ TemplateBody: 'Resources: [\n' });
    const { status, stdout, stderr } = await provoseBatch(['diff', '-', fresh], text);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^<stdin> \(TemplateBody\):\d+:\d+: error: /);
  });
});

describe('parameters', () => {
  const file = 'examples/brought-vpc.yaml';

  it('can differ between the templates', async () => {
    const { summary, changes } = await json(
      file,
      file,
      '--parameter',
      'Stage=production',
      '--old-parameter',
      'Stage=test',
    );
    expect(summary).toMatchObject({ replaced: 2, updated: 1 });
    const environment = changes.find(({ type }: { type: string }) => type.endsWith('ComputeEnvironment'));
    expect(environment.properties).toContainEqual({
      path: 'ComputeResources.Type',
      effect: 'update',
      before: 'SPOT',
      after: 'EC2',
    });
  });

  it('apply to both templates, also if only one has them', async () => {
    expect((await diff(file, file, '--parameter', 'Stage=production')).stdout).toMatch(/nothing changes/);
    expect((await json('examples/first.yaml', file, '--parameter', 'Stage=production')).summary.added).toBe(4);
  });
});

describe('--format json', () => {
  it('has the keys that are documented', async () => {
    const { changes, ...others } = await json(...of('in-place'));
    expect(others).toEqual({
      old: of('in-place')[0],
      new: of('in-place')[1],
      summary: {
        removed: 0,
        replaced: 0,
        'conditionally-replaced': 0,
        changed: 0,
        updated: 6,
        'possibly-updated': 0,
        added: 0,
        attributes: 0,
        unchanged: 17,
      },
      outputs: { added: [], removed: [], changed: [] },
      notices: [],
    });
    expect(changes[0]).toEqual({
      id: 'ProvoseComputeEnvironmentSmall',
      type: 'AWS::Batch::ComputeEnvironment',
      entry: 'environment small',
      path: 'Provose::Batch.batch.small',
      action: 'updated',
      properties: [
        { path: 'ComputeResources.MaxvCpus', effect: 'update', before: 16, after: 32 },
        { path: 'ComputeResources.LaunchTemplate.Version', effect: 'update', because: 'ProvoseLaunchTemplateSmall' },
      ],
      attributes: [],
      marks: [{ kind: 'jobs', message: expect.stringContaining('110 minutes') }],
    });
  });
});

describe('--fail-on', () => {
  it.each([
    ['replacement', 'another-network', 'in-place'],
    ['failure', 'failures', 'in-place'],
    ['jobs', 'in-place', 'own-resources'],
    ['data', 'removed', 'in-place'],
  ])('%s exits with 1 only if there is one', async (what, guilty, innocent) => {
    const { status, stdout, stderr } = await diff(...of(guilty), '--fail-on', what);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `provose-batch: the update has what --fail-on names: ${what}\n`,
    });
    expect(stdout).toBe((await diff(...of(guilty))).stdout);
    expect(await diff(...of(innocent), '--fail-on', what)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('errors', () => {
  const broken = 'test/fixtures/refuse/missing-image/template.yaml';

  it('are reported for both templates, and exit with 1', async () => {
    const { status, stdout, stderr } = await diff(broken, broken);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.split(`${broken}:`).length).toBe(3);
  });

  it.each<[string, string[], string]>([
    ['no template', [], 'missing argument OLD'],
    ['one template', ['examples/first.yaml'], 'missing argument NEW'],
    ['three templates', ['a', 'b', 'c', 'd'], 'expected only OLD and NEW; also received c, d'],
    ['standard input twice', ['-', '-'], 'only one of OLD and NEW can be standard input'],
    [
      'an unknown reason',
      [...of('removed'), '--fail-on', 'all'],
      '--fail-on must be replacement, failure, jobs, data; received all',
    ],
    [
      'an unknown parameter',
      [...of('removed'), '--old-parameter', 'A=b'],
      'the template has no parameter A. Remove its value',
    ],
    [
      'a format of another command',
      [...of('removed'), '--format', 'yaml'],
      '--format must be text or json; received yaml',
    ],
  ])('of usage exit with 2: %s', async (_, args, message) => {
    expect(await diff(...args)).toEqual({
      status: 2,
      stdout: '',
      stderr: `provose-batch: ${message}. See provose-batch --help.\n`,
    });
  });

  it('name what runs before the macro', async () => {
    const text =
      'Transform: [PyPlate, ProvoseBatch]\nProvose::Batch: { small: { instances: {}, job_queues: { main: {} } } }';
    const { status, stderr } = await provoseBatch(['diff', '-', 'examples/first.yaml'], text);
    expect(status).toBe(1);
    expect(stderr).toContain('only CloudFormation can expand <stdin>, because PyPlate runs before the macro\n');
  });
});
