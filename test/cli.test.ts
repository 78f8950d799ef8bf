/** Tests the command line as users run it, including exit codes and one-line messages for wrong usage. */

import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runBuilt } from './support/cli.js';
import { ROOT, readProject } from './support/golden.js';

const MISSING_IMAGE = 'test/fixtures/refuse/missing-image/template.yaml';
const FIRST = 'examples/first.yaml';

describe('wrong usage', () => {
  const cases: [string, string[], string][] = [
    ['no command', [], 'missing command; expected one of init, expand, validate, diff, explain, graph'],
    ['an unknown command', ['expnad', FIRST], 'unknown command expnad. Did you mean expand?'],
    ['no template', ['expand'], 'missing argument TEMPLATE'],
    ['two templates', ['expand', FIRST, 'b.yaml'], 'expected only one TEMPLATE; also received b.yaml'],
    ['a missing file', ['expand', 'no.yaml'], 'no.yaml cannot be read: the file does not exist'],
    ['a directory', ['expand', 'examples'], 'examples cannot be read: it is a directory'],
    ['an unknown option', ['expand', FIRST, '--fromat', 'json'], "Unknown option '--fromat'"],
    ['an option without its value', ['expand', FIRST, '--region'], "Option '--region <value>' argument missing"],
    ['an unknown format', ['expand', FIRST, '--format', 'xml'], '--format must be yaml or json; received xml'],
    [
      'a format of the other command',
      ['validate', FIRST, '--format', 'yaml'],
      '--format must be text or json or sarif or github; received yaml',
    ],
    [
      'a parameter without =',
      ['expand', FIRST, '--parameter', 'Stage'],
      '--parameter must be Key=Value; received Stage',
    ],
    [
      'a parameter that the template does not have',
      ['expand', 'examples/brought-vpc.yaml', '--parameter', 'Stag=test'],
      'the template has no parameter Stag. Did you mean Stage?',
    ],
  ];

  it.each(cases)('prints one line and exits with 2 for %s', (_, args, line) => {
    const { status, stdout, stderr } = runBuilt(args);
    expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(stderr).toContain(`provose-batch: ${line}`);
    expect(stderr).toContain('--help');
  });
});

describe('--help', () => {
  it.each([[['--help']], [['-h']], [['help']], [['expand', '--help']], [['validate', '-h']]])('%j', (args) => {
    const { status, stdout, stderr } = runBuilt(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: provose-batch/);
  });
});

it('prints its version', () => {
  const { version } = JSON.parse(readProject('package.json'));
  expect(runBuilt(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe('expand', () => {
  it('reads standard input', () => {
    expect(runBuilt(['expand', '-'], readProject(FIRST)).stdout).toBe(runBuilt(['expand', FIRST]).stdout);
  });

  it('reads JSON with tabs and a byte order mark', () => {
    const json = JSON.stringify(parse(readProject(FIRST)), null, '\t');
    const { status, stdout } = runBuilt(['expand', '-'], `\uFEFF${json}`);
    expect({ status, stdout }).toEqual({ status: 0, stdout: runBuilt(['expand', FIRST]).stdout });
  });

  it('prints only errors if the template has any, and exits with 1', () => {
    const { status, stdout, stderr } = runBuilt(['expand', MISSING_IMAGE]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      readProject('test/fixtures/refuse/missing-image/expected.txt').replaceAll('missing-image.yaml', MISSING_IMAGE),
    );
  });

  it('applies parameters and the Region', () => {
    const args = ['expand', 'examples/brought-vpc.yaml', '--parameter', 'Stage=production', '--parameter', 'Ports=1'];
    const { Resources } = parse(runBuilt(args).stdout);
    expect(Resources.ProvoseComputeEnvironmentWorkers.Properties.ComputeResources).toMatchObject({
      Type: 'EC2',
      AllocationStrategy: 'BEST_FIT_PROGRESSIVE',
    });
    expect(Resources.ProvoseSecurityGroupWorkers.Properties.SecurityGroupIngress).toHaveLength(1);
    const subnets = (region: string) =>
      runBuilt(['expand', FIRST, '--region', region]).stdout.match(/AWS::EC2::Subnet$/gm)?.length;
    expect([subnets('us-west-1'), subnets('us-west-2')]).toEqual([2, 3]);
  });

  it('removes only its own name from Transform', () => {
    const sam = readProject('examples/beside-sam.yaml');
    expect(parse(runBuilt(['expand', '-'], sam).stdout).Transform).toEqual(['AWS::Serverless-2016-10-31']);
    const renamed = readProject(FIRST).replace('Transform: ProvoseBatch', 'Transform: [ProvoseNext]');
    expect(runBuilt(['expand', '-', '--macro-name', 'ProvoseNext'], renamed).status).toBe(0);
    expect(runBuilt(['expand', '-'], renamed).stderr).toContain('[no-transform]');
  });

  it('quotes text that YAML 1.1 would read as another type', () => {
    const strings = ['yes', 'y', '010', '1_000', '3:25', '2012-10-17', '1e3', '~', '0x1F', ''];
    const template = { Transform: 'ProvoseBatch', Resources: { A: { Type: 'T', Properties: { strings } } } };
    const { stdout } = runBuilt(['expand', '-'], JSON.stringify(template));
    expect(parse(stdout, { version: '1.1' }).Resources.A.Properties.strings).toEqual(strings);
  });

  it('exits quietly if its output pipe is closed early', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'provose-')), 'large.yaml');
    const queues = Array.from({ length: 480 }, (_, index) => `q${index}: {}`).join(', ');
    writeFileSync(file, readProject(FIRST).replace(/mainqueue: .*}/, queues));
    const cut = spawn('bash', ['-c', `set -o pipefail; node dist/cli/provose-batch.mjs expand ${file} | head -n 1`], {
      cwd: ROOT,
    });
    let error = '';
    cut.stderr.on('data', (chunk) => {
      error += chunk;
    });
    await new Promise((resolve) => cut.on('close', resolve));
    expect(error.split('\n').filter((line) => /^\s+at /.test(line))).toEqual([]);
  });
});

describe('validate', () => {
  it('confirms that a template is valid', () => {
    const { status, stdout, stderr } = runBuilt(['validate', FIRST]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('examples/first.yaml: valid, 18 resources after expansion\n');
  });

  it('prints warnings and exits with 0', () => {
    const { status, stderr } = runBuilt(['validate', 'test/fixtures/documented.yaml']);
    expect(status).toBe(0);
    expect(stderr).toContain('warning: Provose::Batch.provose_config.internal_root_domain');
  });

  it('warns of a parameter value that is not one of the AllowedValues', () => {
    const template = `Transform: ProvoseBatch
Parameters: { Stage: { Type: String, Default: test, AllowedValues: [test, production] } }
Resources: { A: { Type: AWS::SNS::Topic } }`;
    const { status, stderr } = runBuilt(['validate', '-', '--parameter', 'Stage=prodution'], template);
    expect(status).toBe(0);
    expect(stderr).toContain('2:15: warning: Parameters.Stage: "prodution" is not one of the AllowedValues of Stage');
    expect(stderr).toContain('Did you mean production?');
    expect(runBuilt(['validate', '-', '--parameter', 'Stage=production'], template).stderr).toBe('');
  });

  it('warns if a condition depends on the Region, which the deployment knows', () => {
    const template = `Transform: ProvoseBatch
Conditions: { C: !Equals [!Ref AWS::Region, us-east-1] }
Provose::Batch:
  public:
    instances: { instance_types: [m5.large], max_vcpus: 2, compute_environment_type: !If [C, EC2, SPOT] }
    job_queues: { main: {} }`;
    const { status, stdout, stderr } = runBuilt(['validate', '-'], template);
    expect(status).toBe(0);
    expect(stdout).toBe('<stdin>: no errors found; the rest depends on --region\n');
    expect(stderr.match(/(error|warning):/g)).toEqual(['warning:']);
    expect(stderr).toContain('must be known: the Region is not specified [unknown-at-expansion]');
    expect(stderr).toContain('Specify it: --region REGION.');
    expect(runBuilt(['validate', '-', '--region', 'us-east-1'], template).stderr).toBe('');
    expect(runBuilt(['validate', '-', '--strict'], template).status).toBe(1);
    // Without the Region, there is no result.
    expect(runBuilt(['expand', '-'], template)).toMatchObject({ status: 1, stdout: '' });
    const wrong = runBuilt(['validate', '-'], template.replace('{ main: {} }', '{ main: { priorty: 1 } }'));
    expect(wrong.status).toBe(1);
    expect(wrong.stderr.match(/(error|warning): .*\[/g)).toHaveLength(2);
  });

  it('reports numbers that are not finite once, as they are', () => {
    const template = `Transform: ProvoseBatch
Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: .inf }
    job_queues: { mainqueue: { priority: -.INF } }
    job_definitions:
      job: { image: busybox, vcpus: 1, memory: .NaN, environment: { A: .nan } }`;
    expect(runBuilt(['validate', '-'], template).stderr.match(/(error|warning): .*/g)).toEqual([
      expect.stringMatching('max_vcpus: expected an integer from 1 to 1000000; received Infinity \\['),
      expect.stringMatching('priority: expected an integer from 0 to 1000; received -Infinity \\['),
      expect.stringMatching('memory: expected an integer from 4 to 100000000; received NaN \\['),
      expect.stringMatching('environment.A: expected text; received NaN \\['),
    ]);
  });

  it('prints JSON for other programs', () => {
    const { status, stdout } = runBuilt(['validate', MISSING_IMAGE, '--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      file: MISSING_IMAGE,
      valid: false,
      diagnostics: [
        {
          code: 'missing-key',
          severity: 'error',
          path: ['Provose::Batch', 'small', 'job_definitions', 'job-1'],
          message: 'image is missing',
          hint: 'Add image: busybox:latest. The Docker image that the job runs.',
          line: 7,
          column: 7,
        },
      ],
    });
    expect(JSON.parse(runBuilt(['validate', FIRST, '--format', 'json']).stdout)).toEqual({
      file: FIRST,
      valid: true,
      diagnostics: [],
    });
  });

  it('reports exponential aliases and deep nesting as syntax errors', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`),
    ].join('\n');
    for (const text of [bomb, '['.repeat(20_000), `{"a":`.repeat(20_000)]) {
      const { status, stderr } = runBuilt(['validate', '-'], text);
      expect(status).toBe(1);
      expect(stderr).toMatch(/\[syntax\]/);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
