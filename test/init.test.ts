/** Tests `provose-batch init` without a terminal: test/e2e/init.test.ts answers its questions in one. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { provoseBatch, runBuilt } from './support/cli.js';
import { readProject } from './support/golden.js';
import { COMBINATIONS } from './support/init.js';
import { runToEnd } from './support/process.js';
import { RECIPES, templateOf } from './support/recipes.js';
import { violations } from './support/service-spec.js';

const folder = mkdtempSync(join(tmpdir(), 'provose-batch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const init = (...args: string[]) => provoseBatch(['init', ...args]);

describe.each(COMBINATIONS)('--compute $compute --vpc $vpc', ({ compute, vpc, options }) => {
  const name = `${compute}-${vpc}`;
  const args = [...options, '--image', 'team/report:1.0', '--name', name];
  const { status, stdout, stderr } = runBuilt(['init', ...args]);
  const expanded = parse(runBuilt(['expand', '-'], stdout).stdout);

  it('gives a template without diagnostics', async () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const validated = await provoseBatch(['validate', '--strict', '-'], stdout);
    expect(validated).toEqual({ status: 0, stderr: '', stdout: expect.stringContaining('valid, ') });
    expect(violations(expanded)).toEqual([]);
  });

  it('says how to deploy it, and what to change', () => {
    expect(stdout).toMatch(/^# Jobs of AWS Batch on .*\n#\n/);
    expect(stdout).toContain(`aws cloudformation deploy --stack-name ${name} --template-file template.yaml \\\n`);
    expect(stdout).toContain('--capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND\n');
    expect(stdout.includes('--parameter-overrides Vpc=')).toBe(vpc === 'existing');
    expect(stdout).not.toMatch(/#\?|\$[A-Z]/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('has the compute environments, the network and the names that were asked for', () => {
    const of = (type: string) =>
      Object.values<{ Type: string; Properties: never }>(expanded.Resources).filter(({ Type }) => Type === type);
    const types = of('AWS::Batch::ComputeEnvironment').map(({ Properties }) => Properties['ComputeResources']['Type']);
    const expected = { ec2: ['EC2'], spot: ['SPOT'], fargate: ['FARGATE'], 'spot-first': ['SPOT', 'EC2'] };
    expect(types.sort()).toEqual([...(expected[compute as keyof typeof expected] ?? [])].sort());
    expect(of('AWS::EC2::VPC')).toHaveLength(vpc === 'new' ? 1 : 0);
    const [queue] = of('AWS::Batch::JobQueue');
    expect(queue?.Properties).toMatchObject({ JobQueueName: name });
    expect(queue?.Properties['ComputeEnvironmentOrder']).toHaveLength(types.length);
    const [definition] = of('AWS::Batch::JobDefinition');
    expect(definition?.Properties).toMatchObject({
      JobDefinitionName: name,
      ContainerProperties: { Image: 'team/report:1.0' },
    });
  });
});

it('takes the defaults of --help without a terminal', async () => {
  const { stdout } = await init();
  const help = (await init('--help')).stdout;
  const defaults = [...help.matchAll(/^ {2}(--\S+) \S+ .*\(default: (.*)\)$/gm)].flatMap(
    ([, option = '', value = '']) => [option, value],
  );
  expect(defaults).toHaveLength(8);
  expect((await init(...defaults)).stdout).toBe(stdout);
  expect((await init('-')).stdout).toBe(stdout);
  expect(stdout).toContain('m7i');
});

describe('FILE', () => {
  const file = join(folder, 'jobs.yaml');

  it('is written, and named in the comments', async () => {
    const next = `Wrote ${file}. Next: npx provose-batch validate ${file}\n`;
    expect(await init(file)).toEqual({ status: 0, stderr: '', stdout: next });
    expect(readFileSync(file, 'utf8')).toContain(`--template-file ${file} \\\n`);
  });

  it.each(["it's $HOME; ok.yaml", 'ünïcode #1.yaml', '-x.yaml', '~.yaml'])(
    'is one word of a shell: %s',
    async (name) => {
      const { stderr, stdout } = await provoseBatch(['init', '--', name], '', folder);
      expect(stderr).toBe('');
      const [, afterCheck] = /^# Check: .* validate (.*)$/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
      const [, afterNext] = /Next: .* validate (.*)$/m.exec(stdout) ?? [];
      for (const word of [afterCheck, afterNext]) {
        expect(runToEnd('sh', ['-c', `printf '%s|' ${word}`]).stdout.replace('./', '')).toBe(`${name}|`);
      }
    },
  );

  it('is overwritten only with --force', async () => {
    writeFileSync(file, 'mine');
    const { status, stderr } = await init(file);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(`${file} exists; --force`) });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await init(file, '--force')).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('Provose::Batch:');
  });
});

it.each([
  ['name', 'yes', /^ {8}['"]yes['"]: /m],
  ['name', 'null', /^ {8}['"]null['"]: /m],
  ['image', '12:30', /^ {10}image: ['"]12:30['"] /m],
  ['image', '1.5', /^ {10}image: ['"]1.5['"] /m],
])('quotes --%s %s, which YAML would not read as text', async (key, value, line) => {
  const { status, stdout, stderr } = await init(`--${key}`, value);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(line);
  expect((await provoseBatch(['validate', '--strict', '-'], stdout)).status).toBe(0);
  if (key === 'name') expect(stdout).toContain(`--stack-name ${value} `);
});

describe('recipes', () => {
  it.each(RECIPES)('copies %s as it is', async (name) => {
    expect(await init('--from', name)).toEqual({ status: 0, stderr: '', stdout: templateOf(name) });
  });

  it('lists them with the titles of their pages', async () => {
    const lines = (await init('--list')).stdout.trimEnd().split('\n');
    const titles = RECIPES.map((name) => [name, /^# (.*)$/m.exec(readProject(`docs/recipes/${name}.md`))?.[1]]);
    expect(lines.map((line) => line.split(/ {3,}/))).toEqual(titles);
  });
});

it.each([
  [['--compute', 'ecs'], '--compute must be ec2 or spot or fargate or spot-first; received ecs'],
  [['--vpc', 'mine'], '--vpc must be new or existing; received mine'],
  [['--name', 'My Jobs'], '--name must be at most 63 lower-case letters, digits and hyphens'],
  [['--image', 'a b'], '--image must be the name of an image, such as team/app:1.0; received a b'],
  [['--image', 'app:1.0-arm64'], '--image cannot be app:1.0-arm64: the image is for arm64, and main'],
  [['--image', 'app:1.0-arm64'], 'Give an image for x86_64 or for several architectures, or keep the default'],
  [
    ['--compute', 'fargate', '--image', 'app:1.0-arm64'],
    'or keep the default and change image and architecture later.',
  ],
  [['--image', 'a::b'], 'received "a::b". Give the name of an image, such as team/app:1.0.'],
  [[''], 'FILE is empty; give the name of the file to write, or - for standard output'],
  [['a\nb.yaml'], 'FILE must be a name without line breaks and control characters; received "a\\nb.yaml"'],
  [[folder], `${folder} is a folder; give the name of a file`],
  [[folder, '--force'], `${folder} is a folder; give the name of a file`],
  [['--list', 'a.yaml'], '--list takes no FILE; received a.yaml'],
  [['--list', '--from', 'sidecar'], '--list only lists the recipes; remove --from'],
  [['--from', 'spot-frist'], 'there is no recipe spot-frist. Did you mean spot-first?'],
  [['--from', 'sidecar', '--vpc', 'new'], '--from copies a recipe as it is; remove --vpc'],
  [['a.yaml', 'b.yaml'], 'expected only one FILE; also received b.yaml'],
  [['no-such-folder/a.yaml'], 'no-such-folder/a.yaml cannot be written: '],
])('refuses %j', async (args, message) => {
  const { status, stdout, stderr } = await init(...args);
  expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('..');
});
