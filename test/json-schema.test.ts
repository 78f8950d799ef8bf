/**
 * Checks the JSON Schema with a validator of JSON Schemas: it accepts what `validate` accepts, and refuses wrong shapes
 * at their places.
 */

import { Ajv } from 'ajv';
import fc from 'fast-check';
import { readSource } from '../cli/source.js';
import { expandAsDeployed, expandSource } from '../cli/template-file.js';
import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import { expand } from '../macro/expand.js';
import { module } from '../macro/schema/module.js';
import type { Path, Template } from '../macro/template/template.js';
import { changed, mappingsIn, withChange } from './support/changes.js';
import { fixtures, readProject, yamlFiles } from './support/golden.js';
import { modules } from './support/modules.js';
import { RUNS } from './support/runs.js';

const accepts = new Ajv({ allErrors: true, strict: false }).compile(
  JSON.parse(readProject('schema/provose-batch.schema.json')),
);

/** The places that are wrong according to the JSON Schema, as JSON pointers. */
const wrongPlaces = (template: unknown): string[] =>
  accepts(template) ? [] : (accepts.errors ?? []).map(({ instancePath }) => instancePath);

const pointerTo = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sourceOf = (file: string) => readSource(file, readProject(file));

it.each([
  ...yamlFiles('examples').map((name) => `examples/${name}.yaml`),
  ...yamlFiles('docs/recipes').map((name) => `docs/recipes/${name}.yaml`),
  ...fixtures('expand').map((name) => `test/fixtures/expand/${name}/template.yaml`),
])('accepts %s', (file) => {
  expect(wrongPlaces(sourceOf(file).data)).toEqual([]);
});

/** The codes about a single key or value. All others are about several, or about what JSON Schema does not see. */
const SHAPES = [
  'missing-key',
  'misplaced-key',
  'unknown-key',
  'unknown-section',
  'unknown-type',
  'unsupported-attribute',
  'wrong-type',
  'wrong-value',
  'unquoted-number',
  'bad-name',
];

/** Fixtures with mistakes of these codes that the JSON Schema accepts. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  'What is in an intrinsic function, or results from it, is not checked.': [
    'environment-as-ref',
    'fault-in-a-branch',
    'image-chosen-too-late',
    'module-with-wrong-policies',
    'no-value-where-needed',
    'parameter-outside-its-values',
    'parameter-with-bad-value',
  ],
  'A loop can become anything.': ['module-in-a-loop'],
  'Whether the text is right has to be computed: CIDR blocks and schedules.': [
    'brought-cidr',
    'cidr-with-zeros',
    'meant-times',
    'schedule-expression',
    'vpc-cidr-too-small',
    'vpc-cidr-unaligned',
  ],
  'The condition of a statement has a type for functions, which accepts anything.': [
    'one-mistake-of-several-checks',
    'statement-values',
  ],
  'Which keys are required depends on several others.': ['keys-without-a-root-device'],
  'Items or names depend on each other.': ['queue-values', 'twenty-mistakes'],
  'The name is valid in other places.': [
    'inherited-name',
    'misplaced-keys-and-others',
    'module-id',
    'reserved-name',
    'wrong-levels',
  ],
  'The rest of the template is not described.': [
    'keys-beside-the-section',
    'one-mistake',
    'resources-as-list',
    'unknown-section',
  ],
};

/** The mistakes that the schema does not mark at their place. A key that is missing or unknown is marked in its mapping. */
function unmarked(diagnostics: readonly Diagnostic[], data: unknown): Diagnostic[] {
  const places = wrongPlaces(data);
  return diagnostics.filter(({ path }) => ![path, path.slice(0, -1)].some((at) => places.includes(pointerTo(at))));
}

const settings = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

describe.each(fixtures('refuse'))('test/fixtures/refuse/%s', (name) => {
  const source = sourceOf(`test/fixtures/refuse/${name}/template.yaml`);
  const errors = expandSource(source, settings).diagnostics.filter(({ severity }) => severity === 'error');
  const shapes = errors.filter(({ code }) => SHAPES.includes(code));

  it('is marked where its shape is wrong, except where JSON Schema cannot tell', () => {
    const isAccepted = Object.values(ACCEPTED).flat().includes(name);
    expect(unmarked(shapes, source.data).length > 0).toBe(isAccepted);
  });

  it('is not refused if its shape is right', () => {
    const isReadable = source.data !== undefined && !errors.some(({ code }) => code === 'not-a-template');
    if (isReadable && shapes.length === 0) expect(wrongPlaces(source.data)).toEqual([]);
  });
});

it('has reasons only for fixtures that exist', () => {
  expect(
    Object.values(ACCEPTED)
      .flat()
      .filter((name) => !fixtures('refuse').includes(name)),
  ).toEqual([]);
});

const context = { parameters: {}, region: 'eu-central-1', isComplete: true };
const templateOf = (body: unknown): Template => ({
  Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } },
  'Provose::Batch': body,
});

it('accepts every module that the fields allow', () => {
  fc.assert(
    fc.property(modules, (body) => {
      expect(wrongPlaces(templateOf(body))).toEqual([]);
    }),
    RUNS,
  );
});

it('accepts what is accepted after changes: numbers as text, text as numbers, functions, missing keys', () => {
  let accepted = 0;
  fc.assert(
    fc.property(modules, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }), (body, draws) => {
      const template = templateOf(draws.reduce<unknown>((value, [where, how]) => changed(value, where, how), body));
      if (!expand(template, context).template) return;
      accepted += 1;
      expect(wrongPlaces(template)).toEqual([]);
    }),
    RUNS,
  );
  expect(accepted).toBeGreaterThan(RUNS.numRuns / 10);
});

const environment = { instances: { instance_types: ['m5.large'], max_vcpus: 2 }, job_queues: { main: {} } };
const NOTHING = { Ref: 'AWS::NoValue' };

it.each<[string, object]>([
  ['settings without a value', { provose_config: null, small: environment }],
  [
    'a function instead of a mapping',
    { small: { ...environment, job_queues: { 'Fn::If': ['Yes', { main: {} }, {}] } } },
  ],
  [
    'a list that is longer because of items that are nothing',
    {
      a: { ...environment, job_queues: { main: { compute_environments: ['a', 'b', 'c', NOTHING] } } },
      b: { ...environment, job_queues: {} },
      c: { ...environment, job_queues: {} },
    },
  ],
  [
    'a transform that adds required keys',
    { small: { ...environment, instances: { 'Fn::Transform': { Name: 'Mine' } } } },
  ],
  ['a transform among other keys', { small: { 'Fn::Transform': { Name: 'Mine' }, job_queues: { main: {} } } }],
  ['a loop instead of environments', { 'Fn::ForEach::All': ['Name', ['a'], { '${Name}': environment }] }],
])('accepts, as validate does, %s', (_, body) => {
  const template = { ...templateOf(body), Transform: ['AWS::LanguageExtensions', 'ProvoseBatch'] };
  const { diagnostics } = expandAsDeployed(template, settings);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(wrongPlaces(template)).toEqual([]);
});

it('refuses an unknown key in any mapping, in that place', () => {
  fc.assert(
    fc.property(modules, fc.nat(), (body, which) => {
      const holders = mappingsIn(module, body);
      const { path, key } = holders[which % holders.length] as (typeof holders)[number];
      const wrong = withChange(body, path, (mapping) => ({ ...(mapping as object), [key]: 1 }));
      expect(wrongPlaces(templateOf(wrong))).toContain(pointerTo(['Provose::Batch', ...path]));
    }),
    RUNS,
  );
});
