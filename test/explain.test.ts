/** Tests `provose-batch explain`: every code, key, property and export can be asked, and is found by all of its names. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import specification from '../cli/batch-properties.json' with { type: 'json' };
import { EXAMPLE_REGION, exampleOf } from '../cli/examples.js';
import { renderMeaning } from '../cli/explain/text.js';
import type { PropertyType, Specification } from '../macro/template/template.js';
import { describedCodes } from '../reference/codes.js';
import { describedMaps } from '../reference/exports.js';
import { describedKeys } from '../reference/keys.js';
import { lookUp } from '../reference/lookup.js';
import { CAUTIONS, USELESS, WRITTEN } from '../reference/written.js';
import { provoseBatch } from './support/cli.js';

const keys = describedKeys();
const pathsOf = (word: string) => lookUp(word)?.keys.map(({ path }) => path) ?? [];
const explain = (...args: readonly string[]) => provoseBatch(['explain', ...args]);

describe('finds', () => {
  it.each(describedCodes.map(({ code }) => code))('the code %s', (code) => {
    // One word can also be the name of a key.
    const named = keys.filter(({ name }) => name === code);
    expect(lookUp(code)).toMatchObject({ code: { code }, keys: named, maps: [], overrides: [] });
  });

  it.each(keys)('the key $path, by its path, as diagnostics write it, and by its name', ({ path, name }) => {
    expect(pathsOf(path)).toContain(path);
    expect(pathsOf(name)).toContain(path);
    const written = path.replaceAll('*', 'some-name').replaceAll('[]', '[0]');
    expect(pathsOf(`Provose::Batch.${written}`)).toEqual([path]);
    expect(pathsOf(`Provose::Batch.${written.replace(/^batch\./, '')}`)).toContain(path);
    expect(pathsOf(`Resources.Jobs.Properties.${written}`)).toEqual([path]);
  });

  it.each(keys)('the key $path, by other names and by its properties', ({ path, aliases, properties, name }) => {
    const inCamelCase = (text: string) => text.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
    for (const alias of aliases) {
      // What is the name of other keys means those.
      if (!keys.some((other) => other.name === alias)) expect(pathsOf(alias)).toContain(path);
    }
    if (inCamelCase(name) !== name) expect(pathsOf(inCamelCase(name))).toContain(path);
    for (const property of properties) {
      expect(pathsOf(property)).toContain(path);
      expect(pathsOf(property.slice(property.indexOf('.') + 1))).toContain(path);
    }
  });

  it.each(describedMaps)('the export $path and its attributes', ({ path, attributes, reference }) => {
    expect(lookUp(path)).toMatchObject({ maps: [{ path }], attribute: undefined, keys: [] });
    for (const { name } of attributes) {
      expect(lookUp(`${path}.${name}`)).toMatchObject({ maps: [{ path }], attribute: name, keys: [] });
      expect(lookUp((reference ?? '').replace('ATTRIBUTE', name))?.maps).toEqual([expect.objectContaining({ path })]);
      expect(lookUp(name)?.maps.map((map) => map.path)).toContain(path);
    }
  });

  it('the names of CloudFormation and CDK', () => {
    expect(pathsOf('computeEnvironmentOrder')).toEqual(['batch.*.job_queues.*.compute_environments']);
    expect(pathsOf('MaxvCpus')).toEqual(['batch.*.instances.max_vcpus']);
    expect(pathsOf('maxvCpus')).toEqual(['batch.*.instances.max_vcpus']);
    expect(pathsOf('JobQueue.Priority')).toEqual(['batch.*.job_queues.*.priority']);
    expect(pathsOf('job_queues.priority')).toEqual(['batch.*.job_queues.*.priority']);
    expect(pathsOf('instances.priority')).toEqual([]);
    expect(lookUp('__proto__')).toBeUndefined();
  });
});

it.each(describedCodes.filter(({ code }) => exampleOf(code)))('shows the example of $code', ({ code }) => {
  const text = renderMeaning(code, lookUp(code) as NonNullable<ReturnType<typeof lookUp>>);
  expect(text).toContain(`[${code}]\n`);
  const lines = text.split('\n').map((line) => line.trimStart());
  const { broken = '', fixed = '' } = exampleOf(code) ?? {};
  for (const line of `${broken}${fixed}`.split('\n')) expect(lines).toContain(line.trimStart());
});

it('prints what validate prints of the example', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'explain-'));
  writeFileSync(join(folder, 'template.yaml'), exampleOf('unknown-key')?.broken ?? '');
  const args = ['validate', 'template.yaml', '--region', EXAMPLE_REGION];
  const { stderr } = await provoseBatch(args, '', folder);
  const { status, stdout } = await explain('unknown-key');
  expect(status).toBe(0);
  expect(stdout).toContain(stderr);
});

it('describes a key in full', async () => {
  expect(await explain('min_vcpus')).toEqual({
    status: 0,
    stderr: '',
    stdout: `batch.*.instances.min_vcpus

The number of vCPUs that keep running even when there are no jobs.

  expects   an integer from 0 to 1000000
  default   0
  example   min_vcpus: 0
  only if   compute_environment_type is EC2 or SPOT
  becomes   AWS::Batch::ComputeEnvironment.ComputeResources.MinvCpus
  source    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-batch-computeenvironment-computeresources.html
`,
  });
});

it('lists the places of an ambiguous name', async () => {
  const { stdout } = await explain('overrides');
  expect(stdout).toContain('overrides stands in several places');
  for (const path of pathsOf('overrides')) expect(stdout).toContain(`\n  ${path} `);
});

it('says what to do for each property of the resources, in their types and by itself', () => {
  const paths = (type: PropertyType, path: string): string[] =>
    typeof type === 'string'
      ? []
      : Object.entries(Array.isArray(type) ? (type[0] as object) : type).flatMap(([name, inner]) =>
          typeof type === 'object' && !/^([*!]|\d)/.test(name)
            ? [`${path}.${name}`, ...paths(inner, `${path}.${name}`)]
            : [],
        );
  const all = Object.entries(specification as Specification).flatMap(([type, properties]) => paths(properties, type));
  expect(all.length).toBeGreaterThan(250);
  // Each has a key, or is described itself: no other property of the same name.
  const isDescribed = (path: string) => {
    const { keys: found = [], overrides = [], keyless = [] } = lookUp(path, specification) ?? {};
    return (
      found.length > 0 ||
      overrides.some(({ type }) => path.startsWith(`${type}.`)) ||
      keyless.some(({ type, property }) => `${type}.${property}` === path)
    );
  };
  expect(all.filter((path) => !isDescribed(path))).toEqual([]);
});

it.each([
  ['SpotIamFleetRole', 'ComputeResources.SpotIamFleetRole of AWS::Batch::ComputeEnvironment has no key. Write:'],
  ['SpotIamFleetRole', '    overrides: { ComputeResources: { SpotIamFleetRole: … } }\n'],
  ['ServiceEnvironmentOrder', '    overrides: { ServiceEnvironmentOrder: […] }\n'],
  ['AWS::Batch::ComputeEnvironment.ComputeResources', '    overrides: { ComputeResources: { … } }\n'],
  ['Target.RetryPolicy', '    overrides: { Target: { RetryPolicy: { … } } }\n'],
  ['Target.EcsParameters.PropagateTags', 'cannot be set. It is for another target: schedules always submit jobs.'],
  ['UnmanagedvCpus', 'UnmanagedvCpus of AWS::Batch::ComputeEnvironment cannot be set. Remove it: environments are'],
  ['ServiceRole', '    overrides: { ServiceRole: … }\n\nAWS Batch can then change the infrastructure only with'],
  [
    'LaunchTemplate.Overrides',
    'ComputeResources.LaunchTemplate.Overrides of AWS::Batch::ComputeEnvironment has no key.',
  ],
  ['JobDefinition.Type', 'Type of AWS::Batch::JobDefinition cannot be set. Remove it:'],
  ['Schedule.KmsKeyArn', '    overrides: { KmsKeyArn: … }\n'],
  ['KmsKeyArn', 'KmsKeyArn of AWS::Scheduler::Schedule has no key. Write:\n\n    overrides: { KmsKeyArn: … }\n'],
  ['RoleArn', 'Target.RoleArn of AWS::Scheduler::Schedule cannot be set.'],
  ['WeightFactor', '\n\nbatch.*.job_queues.*.fair_share.shares\n'],
  ['ShareDistribution', '\n\nbatch.*.job_queues.*.fair_share.shares\n'],
  ['Target.Input', 'Target.Input of AWS::Scheduler::Schedule cannot be set. Use job_queue, parameters and'],
  ['ContainerProperties.Memory', 'The language has:\n\nbatch.*.job_definitions.*.memory\n'],
  ['AWS::Batch::JobDefinition.ContainerProperties.Vcpus', '\n\nbatch.*.job_definitions.*.vcpus\n'],
  ['ConsumableResourceList.Quantity', '\n\nbatch.*.job_definitions.*.consumable_resources\n'],
  ['JobStateTimeLimitActions.MaxTimeSeconds', '\n\nbatch.*.job_queues.*.job_state_time_limits\n'],
  ['ComputeEnvironmentOrder.ComputeEnvironment', '\n\nbatch.*.job_queues.*.compute_environments\n'],
  ['MountPoints.SourceVolume', '\n\nbatch.*.job_definitions.*.mounts\n'],
  ['ResourceRequirements.Value', 'is not a key. The language has:\n\n  batch.*.job_definitions.*.vcpus '],
  ['Environment.Name', '\n\nbatch.*.job_definitions.*.environment\n'],
])('says what to do for the property %s', async (property, expected) => {
  expect(await explain(property)).toMatchObject({ status: 0, stdout: expect.stringContaining(expected) });
});

it.each([
  ['AWS::Batch::ComputeEnvironment', 'batch'],
  ['AWS::Batch::JobQueue', 'batch.*.job_queues'],
  ['AWS::Batch::JobDefinition', 'batch.*.job_definitions'],
  ['AWS::Scheduler::Schedule', 'batch.*.job_definitions.*.schedules'],
])('says what becomes the type %s', async (type, path) => {
  expect(pathsOf(type)).toEqual([path]);
  expect((await explain(type)).stdout).toMatch(/\n {2}becomes +AWS::\w+::\w+, for each entry\n/);
});

it('has keys and properties for all of its rows', () => {
  const called = (path: string) => keys.filter((key) => `.${key.path}`.endsWith(`.${path}`));
  for (const [type, rows] of Object.entries(WRITTEN)) {
    for (const [property, paths] of Object.entries(rows)) {
      expect(paths.filter((path) => called(path).length !== 1)).toEqual([]);
      expect(lookUp(`${type}.${property}`, specification)?.keys.length).toBeGreaterThan(0);
    }
  }
  for (const [type, rows] of [...Object.entries(USELESS), ...Object.entries(CAUTIONS)])
    for (const property of Object.keys(rows))
      expect(lookUp(`${type}.${property}`, specification)?.keyless).toMatchObject([{ type, property }]);
});

it('says what to write for a property without a key', async () => {
  expect((await explain('PropagateTags')).stdout).toContain('    overrides: { PropagateTags: true }\n');
});

it('says why an export does not exist', async () => {
  expect((await explain('batch__service_role')).stdout).toContain(
    'Does not exist: AWS Batch uses its service-linked role',
  );
});

it('lists everything without a name', async () => {
  const lines = (await explain()).stdout.split('\n');
  for (const { code } of describedCodes) expect(lines).toContain(`  ${code}`);
  for (const { path } of [...keys, ...describedMaps]) expect(lines).toContain(`  ${path}`);
});

it('prints the same as JSON', async () => {
  const json = async (...args: string[]) => JSON.parse((await explain(...args, '--format', 'json')).stdout);
  const { codes } = await json('small-disk');
  expect(codes).toEqual([
    {
      code: 'small-disk',
      severity: 'error',
      description: expect.stringContaining('root volume'),
      example: { ...exampleOf('small-disk'), report: expect.stringContaining('template.yaml:4:56: error:') },
    },
  ]);
  expect((await json('max_vcpus')).keys).toEqual(keys.filter(({ name }) => name === 'max_vcpus'));
  expect((await json('aws_batch_job_queue.arn')).exports).toMatchObject([
    { attributes: [{ name: 'arn', source: 'native' }] },
  ]);
  expect(Object.keys(await json())).toEqual(['codes', 'keys', 'exports']);
});

it.each([
  [['max_vcpu'], 'nothing is called max_vcpu. Did you mean max_vcpus?'],
  [['unknown-kye'], 'nothing is called unknown-kye. Did you mean unknown-key?'],
  [['Provose::Batch.small.instances.max_vcpu'], 'Did you mean max_vcpus? See'],
  [['xyzzyxyzzy'], 'nothing is called xyzzyxyzzy. Without a name, explain lists everything.'],
  [[''], "nothing is called ''. Without a name, explain lists everything."],
  [['a', 'b'], 'expected only one NAME; also received b'],
  [['tags', '--format', 'yaml'], '--format must be text or json'],
])('exits with 2 for %j', async (args, message) => {
  const { status, stdout, stderr } = await explain(...args);
  expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
  expect(stderr).toContain(message);
});
