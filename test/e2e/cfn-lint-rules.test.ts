/**
 * Checks the rules for cfn-lint in `integrations/` as a project uses them: with the shipped configuration, and the
 * package in node_modules.
 */

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { INSTALL_TIMEOUT, lintFiles, type Match } from '../support/cfn-lint.js';
import { ROOT, readProject, yamlFiles } from '../support/golden.js';

jest.setTimeout(INSTALL_TIMEOUT);

const PACK = 'integrations/cfn-lint';
const project = mkdtempSync(join(tmpdir(), 'provose-batch-'));
mkdirSync(join(project, 'node_modules'));
symlinkSync(ROOT, join(project, 'node_modules/provose-batch'), 'dir');
copyFileSync(join(ROOT, PACK, '.cfnlintrc'), join(project, '.cfnlintrc'));
afterAll(() => rmSync(project, { recursive: true }));

const lintInProject = (files: readonly string[], options: readonly string[] = [], env = process.env) =>
  lintFiles(files, options, { cwd: project, env });

const inProject = (paths: readonly string[]) => paths.map((path) => join(ROOT, path));

/** Writes a template into the project. */
function write(name: string, text: string): string {
  const file = join(project, `${name}.yaml`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const textOf = ({ Rule, Location: { Start }, Message }: Match) =>
  `${Start.LineNumber}:${Start.ColumnNumber} ${Rule.Id} ${Message}`;

const isOurs = ({ Rule: { Id } }: Match) => /^[EWI]9900$/.test(Id);

const hasModule = (path: string) => /^Provose::Batch:|Type: (Provose::|Custom::Provose)Batch/m.test(readProject(path));

it('finds nothing in any example or recipe', () => {
  const folders = ['examples', 'examples/service-catalog', 'docs/recipes'];
  const paths = folders
    .flatMap((folder) => yamlFiles(folder).map((name) => `${folder}/${name}.yaml`))
    .filter(hasModule);
  expect(paths.length).toBeGreaterThan(15);
  const files = inProject(paths);
  expect(lintInProject(files).map((match) => `${match.Filename}:${textOf(match)}`)).toEqual([]);
  // Without the rules, each of them has findings.
  const without = new Set(lintFiles(files).map(({ Filename }) => Filename));
  expect(files.filter((file) => !without.has(file))).toEqual([]);
});

describe('broken modules', () => {
  const FIXTURES = [
    'bad-environment-name',
    'bad-job-values',
    'broken-designs',
    'brought-cidr',
    'duplicate-tag',
    'empty-section',
    'fargate-size',
    'ignored-key',
    'job-too-large',
    'keys-one-level-too-high',
    'list-as-section',
    'macro-parameters',
    'min-over-max',
    'missing-everything',
    'missing-image',
    'misspelt-type',
    'module-twice',
    'no-transform',
    'null-in-list',
    'oversized-instances',
    'reference-to-no-entry',
    'resource-with-the-modules-name',
    'section-called-otherwise',
    'twenty-mistakes',
    'unused-parameter',
    'yaml-unquoted',
  ];
  const files = inProject(FIXTURES.map((name) => `test/fixtures/refuse/${name}/template.yaml`));
  let found: Match[];
  beforeAll(() => {
    found = lintInProject(files, ['--include-checks', 'I9900']);
  });

  it.each(FIXTURES)('reports %s with the lines, columns and severities of validate', (name) => {
    const expected = [
      ...readProject(`test/fixtures/refuse/${name}/expected.txt`).matchAll(
        /^\S+:(\d+:\d+): (error|warning|info): (.*) (\[[a-z-]+\])$/gm,
      ),
    ];
    const matches = found.filter((match) => isOurs(match) && match.Filename?.includes(`/refuse/${name}/`));
    const places = (lines: readonly string[]) => [...new Set(lines)].sort();
    expect(places(matches.map((match) => `${textOf(match).replace(/ (.)9900 .* /, ' $1 ')}`))).toEqual(
      places(expected.map(([, at, severity = '', , code]) => `${at} ${severity.charAt(0).toUpperCase()} ${code}`)),
    );
  });

  it('shows the message and the fix', () => {
    const [match] = found.filter(({ Filename }) => Filename?.includes('/missing-image/'));
    const message = 'image is missing. Add image: busybox:latest. The Docker image that the job runs. [missing-key]';
    expect(match && textOf(match)).toBe(`7:7 E9900 ${message}`);
    expect(readProject('docs/editors.md')).toContain(`E9900 ${message}\njobs.yaml:7:7`);
  });
});

describe('mistakes beside a module', () => {
  const SECTION = `Transform: ProvoseBatch
Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: 2 }
    job_queues: { main: {} }
    job_definitions: { job: { image: busybox, vcpus: 1, memory: 512, environment: { BUCKET: !Ref Bucket } } }
`;
  const RESOURCE = `Transform: ProvoseBatch
Resources:
  Jobs:
    Type: Provose::Batch
    Properties:
${SECTION.replace(/^.*\n.*\n/, '').replace(/^/gm, '    ')}`.trimEnd();
  const BUCKET = '  Bucket: { Type: AWS::S3::Bucket }';

  /** What is wrong, the rest of the template after its first resource, and the expected line in it and rule. */
  const CASES: [string, string, string[]][] = [
    ['a wrong property', '  Other: { Type: AWS::S3::Bucket, Properties: { BucketNam: x } }', ['1 E3002']],
    ['a wrong type', '  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: [x] } }', ['1 E3012']],
    ['a missing property', '  Other: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [x] } }', ['1 E3003']],
    ['an unknown resource type', '  Other: { Type: AWS::S3::Buckett }', ['1 E3006']],
    [
      'a bad value',
      '  Other: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, InstanceTenancy: x } }',
      ['1 E3030'],
    ],
    [
      'a bad GetAtt',
      '  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: !GetAtt Bucket.Arnn } }',
      ['1 E1010'],
    ],
    ['an output with a bad GetAtt', 'Outputs:\n  A: { Value: !GetAtt Bucket.Arnn }', ['2 E6101']],
    [
      'a GetAtt of no resource',
      'Outputs:\n  A: { Value: !GetAtt Prov.batch.aws_batch_job_queue.batch.main.arn }',
      ['2 E6101'],
    ],
    ['a bad Ref', '  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: !Ref Nope } }', ['1 E1020']],
    ['a bad Sub', "  Other: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub '${Nope}' } }", ['1 E1019']],
    ['an output that refers to nothing', 'Outputs:\n  A: { Value: !Ref Nope }', ['2 E6101']],
    ['an unknown section', 'Output: { A: { Value: x } }', ['1 E1001']],
    ['an unknown dependency', '  Other: { Type: AWS::S3::Bucket, DependsOn: Nope }', ['1 E3005']],
    [
      'a needless dependency',
      '  Other: { Type: AWS::S3::Bucket, DependsOn: Bucket, Properties: { BucketName: !Ref Bucket } }',
      ['1 W3005'],
    ],
    [
      'a circle',
      '  A: { Type: AWS::S3::Bucket, DependsOn: B }\n  B: { Type: AWS::S3::Bucket, DependsOn: A }',
      ['1 E3004', '2 E3004'],
    ],
    ['an unused mapping', 'Mappings: { Sizes: { small: { memory: 1 } } }', ['1 W7001']],
    ['an unused condition', 'Conditions: { IsX: !Equals [!Ref AWS::Region, x] }', ['1 W8001']],
    ['no mistake', '', []],
  ];
  const start = { section: `${SECTION}Resources:\n${BUCKET}\n`, resource: `${RESOURCE}\n${BUCKET}\n` };
  const kinds = Object.keys(start) as (keyof typeof start)[];
  const files = kinds.flatMap((kind) => CASES.map(([, rest], index) => write(`${kind}/${index}`, start[kind] + rest)));
  let found: Match[];
  let without: Match[];
  beforeAll(() => {
    found = lintInProject(files);
    without = lintFiles(files);
  });

  it.each(kinds.flatMap((kind) => CASES.map(([what, , expected], index) => ({ kind, what, expected, index }))))(
    'finds $what beside a $kind',
    ({ kind, expected, index }) => {
      const isIn = ({ Filename }: Match) => Filename?.endsWith(join(kind, `${index}.yaml`));
      const first = start[kind].split('\n').length - 1;
      const lines = found.filter((match) => isIn(match) && !isOurs(match));
      expect(lines.map(({ Rule, Location }) => `${Location.Start.LineNumber - first} ${Rule.Id}`).sort()).toEqual(
        expected,
      );
      // What cfn-lint finds without the rules is still found, except about the module.
      const isFalse = ({ Message }: Match) => /'Provose|Provose::Batch'/.test(Message.replace(/ is not one of .*/, ''));
      const key = ({ Rule, Location }: Match) => `${Location.Start.LineNumber} ${Rule.Id}`;
      const lost = without.filter((match) => isIn(match) && !isFalse(match)).map(key);
      expect(lines.map(key)).toEqual(expect.arrayContaining(lost));
    },
  );
});

describe('the rules themselves', () => {
  const MODULE = `Provose::Batch:
  small:
    instances: { instance_types: [m5.large], max_vcpus: 2 }
    job_queues: { main: {} }
`;
  const queue = '!GetAtt Provose.batch.aws_batch_job_queue.batch.main.arn';

  it.each([
    ['AWS::Serverless-2016-10-31', '{ Type: AWS::Serverless::SimpleTable, Properties: { TableName: !Ref Provose } }'],
    [
      'AWS::LanguageExtensions',
      `{ Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub '\${Provose.batch.aws_vpc.vpc.id}' } }`,
    ],
  ])('know modules beside %s', (transform, resource) => {
    const text = `Transform: [ProvoseBatch, '${transform}']\n${MODULE}Resources: { Other: ${resource} }
Outputs: { Queue: { Value: ${queue} }, Wrong: { Value: !GetAtt Provos.arn } }\n`;
    const found = lintInProject([write('transform', text)]).filter((match) => !isOurs(match));
    expect(found.map(({ Rule }) => Rule.Id)).toEqual(['E6101']);
  });

  it('accept references in both directions, and dependencies on modules beside references', () => {
    const text = `Transform: ProvoseBatch
${MODULE}    job_definitions: { job: { image: busybox, vcpus: 1, memory: 512, environment: { TOPIC: !Ref Topic } } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${queue} } }
  Other: { Type: AWS::SNS::Topic, DependsOn: Provose, Properties: { DisplayName: ${queue} } }
`;
    expect(lintInProject([write('directions', text)]).map(textOf)).toEqual([]);
  });

  it('pass the Region and the options on', () => {
    const text = `Transform: ProvoseBatch
Provose::Batch:
  provose_config: { availability_zones: [eu-west-1a] }
${MODULE.replace(/^.*\n/, '')}`.replace(/^ {2}small/m, '  batch:\n    small');
    const file = write('region', text.replace(/^ {4}(instances|job_queues)/gm, '      $1'));
    const codesIn = (path: string, ...options: string[]) =>
      lintInProject([path], options)
        .filter(isOurs)
        .map(({ Rule, Message }) => `${Rule.Id} ${/\[(.*)\]$/.exec(Message)?.[1]}`);
    const codes = (...options: string[]) => codesIn(file, ...options);
    expect(codes()).toEqual([]);
    expect(codes('--regions', 'us-west-2')).toEqual(['E9900 zone-region']);
    expect(codes('--regions', 'us-west-2', 'us-east-2')).toEqual([]);
    const warned = write('strict', readFileSync(file, 'utf8').replace('max_vcpus: 2', 'max_vcpus: 2, min_vcpus: 1'));
    expect(codesIn(warned)).toEqual(['W9900 min-vcpus']);
    expect(codesIn(warned, '--configure-rule', 'E9900:options=--strict')).toEqual(['E9900 min-vcpus']);
  });

  it('take the default Region of cfn-lint where the shape depends on it', () => {
    const text = `Transform: ProvoseBatch
Conditions: { IsFirst: !Equals [!Ref AWS::Region, us-east-1] }
${MODULE.replace('max_vcpus: 2', 'max_vcpus: 2, compute_environment_type: !If [IsFirst, SPOT, EC2]')}`;
    expect(lintInProject([write('by-region', text)]).map(textOf)).toEqual([]);
  });

  it('say how to install provose-batch where it is missing, or does not work', () => {
    const file = write('missing', `Transform: ProvoseBatch\n${MODULE}`);
    const found = (command: string) =>
      lintInProject([file], ['--configure-rule', `E9900:command=${command}`]).map(textOf);
    expect(found('no-such-command')).toEqual([
      expect.stringMatching(
        /^2:1 E9900 The modules were not checked: no-such-command was not found\. Install it with npm /,
      ),
    ]);
    expect(found('node --no-such-option')).toEqual([
      expect.stringMatching(/^2:1 E9900 The modules were not checked: .*bad option: --no-such-option/),
    ]);
  });

  it('run the program in PROVOSE_BATCH', () => {
    const file = write('variable', `Transform: ProvoseBatch\n${MODULE}`);
    const env = { ...process.env, PROVOSE_BATCH: 'no-such-command' };
    expect(lintInProject([file], [], env).map(textOf)).toEqual([
      expect.stringContaining('no-such-command was not found'),
    ]);
  });

  it('do not fail, whatever a template contains', () => {
    const bodies = [
      '',
      ' 1',
      ' []',
      ' [1]',
      ' { 1: 2 }',
      ' { Fn::If: 1 }',
      ' !Ref Nope',
      ' { batch: { small: } }',
      ' text',
    ];
    const sections = bodies.map((body) => `Provose::Batch:${body}`);
    const resources = bodies.flatMap((body) => [
      `Resources: { A: { Type: Provose::Batch, Properties:${body} } }`,
      `Resources: { A: { Type: Custom::ProvoseBatch, DependsOn:${body}, Condition:${body} } }`,
    ]);
    const both = ['Resources: { Provose: 1 }', 'Resources: { Provose: { Type: Provose::Batch } }'];
    const texts = [...sections, ...resources, ...both.map((text) => `Provose::Batch: {}\n${text}`)];
    const files = texts.map((text, index) => write(`broken/${index}`, `Transform: ProvoseBatch\n${text}\n`));
    const found = lintInProject(files);
    // cfn-lint's own rules fail for some of these.
    expect(found.filter(({ Rule, Message }) => Rule.Id === 'E0002' && /9900/.test(Message)).map(textOf)).toEqual([]);
    // No rule runs on a file that cfn-lint cannot read (E0000).
    const isReported = (match: Match) => isOurs(match) || match.Rule.Id === 'E0000';
    const silent = files.filter((file) => !found.some((match) => match.Filename === file && isReported(match)));
    expect(silent.map((file) => readFileSync(file, 'utf8'))).toEqual([]);
  });
});
