/** Tests other transforms in a template. Errors that a transform before the macro may make false become warnings. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { provoseBatch } from './support/cli.js';

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };
const SMALL = 'instances: { instance_types: [m5.large], max_vcpus: 2 }, job_queues: { main: {} }';
const JOB = 'image: busybox, vcpus: 1, memory: 512';

/** The severity and code of each diagnostic, and the other results. */
function outcome(yaml: string) {
  const { template, runsFirst, diagnostics } = expandAsDeployed(readSource('t.yaml', yaml).data, settings);
  return { found: diagnostics.map(({ severity, code }) => `${severity} ${code}`), expands: !!template, runsFirst };
}

const accepted: [string, string, string[], string | undefined][] = [
  [
    'a role that SAM creates for a function, and Globals',
    `Transform: [AWS::Serverless-2016-10-31, ProvoseBatch]
Globals: { Function: { Timeout: 3 } }
Provose::Batch: { small: { ${SMALL}, job_definitions: { j: { ${JOB}, user: !GetAtt SubmitRole.RoleId } } } }`,
    ['warning unresolved-reference'],
    undefined,
  ],
  [
    'a resource that a loop cannot add',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Resources: { 'Fn::ForEach::Topics': [T, [A, B], { 'Topic\${T}': { Type: AWS::SNS::Topic } }] }
Provose::Batch: { small: { ${SMALL}, job_definitions: { j: { ${JOB}, user: !Ref MyTopicA } } } }`,
    ['warning unresolved-reference'],
    undefined,
  ],
  [
    'nothing that a loop or SAM adds, nor variables of loops, nor names that functions return',
    `Transform: [{ Name: AWS::LanguageExtensions }, ProvoseBatch, AWS::Serverless-2016-10-31]
Conditions: { 'Fn::ForEach::Is': [N, [A, B], { 'Is\${N}': !Equals [!Ref AWS::Region, a] }] }
Resources:
  'Fn::ForEach::Topics': [T, [A, B], { 'Topic\${T}': { Type: AWS::SNS::Topic } }]
  Submit: { Type: 'AWS::Serverless::Function', Properties: { AutoPublishAlias: live } }
  Module:
    Type: Provose::Batch
    DependsOn: [TopicA]
    Properties:
      small:
        ${SMALL.replaceAll(', job', '\n        job')}
        job_definitions:
          j:
            ${JOB.replaceAll(', ', '\n            ')}
            environment:
              TOPIC: !If [IsA, !GetAtt TopicA.TopicArn, { Ref: { 'Fn::Sub': 'Topic\${AWS::Region}' } }]
              ROLE: !GetAtt SubmitRole.Arn
              ALIAS: !Ref Submit.Alias
              API: !Ref ServerlessRestApi
            overrides: { Tags: { 'Fn::ForEach::T': [X, [a, b], { 'tag\${X}': !Ref X }] } }`,
    [],
    undefined,
  ],
  [
    'nothing that an AWS::Include adds to a section',
    `Transform: ProvoseBatch
Resources: { 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: 's3://b/k' } } }
Provose::Batch: { small: { ${SMALL}, job_definitions: { j: { ${JOB}, user: !Ref FromInclude } } } }`,
    [],
    undefined,
  ],
  [
    'modules in a loop',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Resources: { 'Fn::ForEach::Teams': [T, [A, B], { 'Batch\${T}': { Type: Provose::Batch, Properties: {} } }] }`,
    [],
    'AWS::LanguageExtensions',
  ],
  [
    'two loops in the body, and keys that only they can supply',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Provose::Batch:
  batch:
    small:
      instances: { instance_types: [m5.large], max_vcpus: 2 }
      job_queues: { 'Fn::ForEach::A': [Q, [a], { '\${Q}': {} }], 'Fn::ForEach::B': [Q, [b], { '\${Q}': {} }] }
    Fn::ForEach::Large: [E, [l], { '\${E}': { ${SMALL} } }]`,
    ['warning unknown-at-expansion', 'warning unknown-at-expansion', 'warning unknown-at-expansion'],
    'AWS::LanguageExtensions',
  ],
  [
    'a loop of job definitions, and nothing of what is in it',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Provose::Batch:
  small:
    ${SMALL.replaceAll(', job', '\n    job')}
    job_definitions: { 'Fn::ForEach::J': [Name, [a, b], { '\${Name}': { ${JOB}, user: !Ref Name, command: !Join [a] } }] }`,
    ['warning unknown-at-expansion'],
    'AWS::LanguageExtensions',
  ],
  [
    'functions that only AWS::LanguageExtensions accepts',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Mappings: { M: { a: { b: 2 } } }
Provose::Batch:
  small:
    ${SMALL.replaceAll(', job', '\n    job')}
    job_definitions:
      j:
        ${JOB.replaceAll(', ', '\n        ')}
        environment:
          LENGTH: !Length [a, b]
          TEXT: !ToJsonString { a: !Ref AWS::Region }
          DEFAULT: !FindInMap [M, x, b, { DefaultValue: 3 }]
          KEY: !FindInMap [M, !Sub '\${AWS::Region}', b]
          SELECT: !Select [!Length [a], [b]]`,
    [],
    undefined,
  ],
  [
    'values that AWS::LanguageExtensions evaluates',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Conditions: { IsTwo: !Equals [!Length [a, b], 2] }
Provose::Batch:
  provose_config: { availability_zones: !Length [a, b] }
  batch:
    one: { instances: { instance_types: [m5.large], max_vcpus: 2, compute_environment_type: !If [IsTwo, EC2, SPOT] }, job_queues: {} }`,
    ['warning unknown-at-expansion', 'warning unknown-at-expansion'],
    'AWS::LanguageExtensions',
  ],
  [
    'a FindInMap with a default that is not known, or with keys that a loop or the missing mapping can have',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Mappings: { M: { 'Fn::ForEach::K': [K, [x], { '\${K}': { b: 2 } }] } }
Provose::Batch:
  provose_config: { availability_zones: !FindInMap [M, x, b, { DefaultValue: 3 }], nat_gateways: !FindInMap [N, x, b, { DefaultValue: 1 }] }
  batch:
    small: { ${SMALL} }
    big:
      instances: { instance_types: [m5.large], max_vcpus: 2, compute_environment_type: !FindInMap [M, !Ref AWS::StackName, b, { DefaultValue: SPOT }] }
      job_queues: {}`,
    Array(3).fill('warning unknown-at-expansion'),
    'AWS::LanguageExtensions',
  ],
  [
    'any error if a file is included at the root of the template',
    `Transform: [{ Name: AWS::Include, Parameters: { Location: s3://b/k } }, ProvoseBatch]
Provose::Batch: { small: { instances: {}, job_queues: {} } }`,
    ['warning missing-key', 'warning missing-key'],
    'AWS::Include',
  ],
  [
    'an AWS::Include in place of instances, of some keys, and of the Conditions section',
    `Transform: ProvoseBatch
Conditions: { 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: s3://b/c.yaml } } }
Provose::Batch:
  one: { instances: { 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: s3://b/k } } }, job_queues: {} }
  two: { instances: { max_vcpus: 2, 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: s3://b/k } } }, job_queues: {} }
  three: { instances: { instance_types: [m5.large], max_vcpus: 2, compute_environment_type: !If [Included, EC2, SPOT] }, job_queues: {} }`,
    ['unknown-at-expansion', 'unknown-at-expansion', 'missing-key', 'unknown-key'].map((code) => `warning ${code}`),
    'Fn::Transform',
  ],
  [
    'any error if a macro that may change anything runs first',
    `Transform: [PyPlate, ProvoseBatch]
Provose::Batch: { small: { instances: '#!PyPlate', job_queues: {} } }`,
    ['warning wrong-type'],
    'PyPlate',
  ],
];

it.each(accepted)('warns of %s', (_, yaml, found, runsFirst) => {
  expect(outcome(yaml)).toEqual({ found, expands: runsFirst === undefined, runsFirst });
});

const refused: [string, string, string[]][] = [
  [
    'an error next to a loop',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Provose::Batch:
  small: { instances: { instance_types: [m5.large], max_vcpus: 0 }, job_queues: { q: { priorty: 1 }, 'Fn::ForEach::A': [Q, [a], {}] } }`,
    ['error wrong-value', 'error unknown-key', 'warning unknown-at-expansion'],
  ],
  [
    'functions that are evaluated after the macro',
    `Transform: [ProvoseBatch, AWS::LanguageExtensions]
Provose::Batch:
  provose_config: { availability_zones: !Length [a, b] }
  batch: { small: { ${SMALL} } }`,
    ['error unknown-at-expansion'],
  ],
  [
    'a dangling reference whose target nothing can add',
    `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Provose::Batch: { small: { ${SMALL}, job_definitions: { j: { ${JOB}, user: !Ref Nothing } } } }`,
    ['error unresolved-reference'],
  ],
  [
    'a loop that is expanded after the macro',
    `Transform: [ProvoseBatch, AWS::LanguageExtensions]
Resources: { 'Fn::ForEach::Teams': [T, [A, B], { 'Batch\${T}': { Type: Provose::Batch, Properties: {} } }] }`,
    ['error module-in-loop'],
  ],
  [
    'an error if another macro runs after it, or SAM before it',
    `Transform: [AWS::Serverless-2016-10-31, ProvoseBatch, PyPlate]
Provose::Batch: { small: { instances: {}, job_queues: {} } }`,
    ['error missing-key', 'error missing-key'],
  ],
  [
    'a template that lists only another macro',
    `Transform: [PyPlate]
Provose::Batch: { small: { ${SMALL} } }`,
    ['error no-transform'],
  ],
];

it.each(refused)('rejects %s', (_, yaml, found) => {
  expect(outcome(yaml)).toEqual({ found, expands: false, runsFirst: undefined });
});

describe('on the command line', () => {
  const [, yaml] = accepted.at(-1) ?? [];

  it('validates with warnings that name the transform that runs first, and exits with 0', async () => {
    const { status, stdout, stderr } = await provoseBatch(['validate', '-'], yaml);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: '<stdin>: no errors found; PyPlate runs before the macro and may change the rest\n',
    });
    expect(stderr).toContain('PyPlate runs before the macro and may change this.');
    const { valid } = JSON.parse((await provoseBatch(['validate', '-', '--format', 'json'], yaml)).stdout);
    expect(valid).toBe(true);
  });

  it('refuses to expand, gives the reason in one line, and exits with 1', async () => {
    const { status, stdout, stderr } = await provoseBatch(['expand', '-'], yaml);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      'provose-batch: only CloudFormation can expand <stdin>, because PyPlate runs before the macro',
    );
  });
});

it('says only why it does not expand a template whose loops have modules', async () => {
  const template = `Transform: [AWS::LanguageExtensions, ProvoseBatch]
Resources: { 'Fn::ForEach::Teams': [T, [A, B], { 'Batch\${T}': { Type: Provose::Batch, Properties: {} } }] }`;
  const { status, stderr } = await provoseBatch(['expand', '-'], template);
  const because = 'because AWS::LanguageExtensions runs before the macro';
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `provose-batch: only CloudFormation can expand <stdin>, ${because}\n`,
  });
});

it('finds transforms in a template of any depth', () => {
  let deep: unknown = { 'Fn::Transform': {} };
  for (let level = 0; level < 20_000; level++) deep = level % 2 ? [deep] : { a: deep };
  const { diagnostics } = expandAsDeployed({ Transform: 'ProvoseBatch', Resources: { deep } }, settings);
  expect(diagnostics).toEqual([]);
});
