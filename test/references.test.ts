/**
 * Checks that references to modules compose with any surrounding function, and that invalid references are rejected.
 * The file is long because its cases share one set-up.
 */

import fc from 'fast-check';
import { readSource } from '../cli/source.js';
import { expand } from '../macro/expand.js';
import type { Mapping, Template } from '../macro/template/template.js';
import { contexts, type Filling, fill, NAMES } from './support/contexts.js';
import { fixtures, readProject, yamlFiles } from './support/golden.js';
import { type World, worth } from './support/intrinsics.js';
import { RUNS } from './support/runs.js';
import { compared, contextsFor, placesOf, wrapped } from './support/wrap.js';

const context = { parameters: {}, region: 'eu-central-1', isComplete: true };
const instances = { instance_types: ['m5.large'], max_vcpus: 2 };
const job = { image: 'busybox', vcpus: 1, memory: 4 };

/** A module with values of every form: literals, parameters, and functions with names that could collide. */
const Far = {
  Type: 'Provose::Batch',
  Properties: {
    provose_config: { name_prefix: { 'Fn::Sub': ['${Stage}-${x}-', { x: { Ref: 'Value' } }] }, outputs: 'none' },
    small: {
      instances,
      job_queues: {
        plain: { name: 'plain', priority: 7 },
        stage: { name: { 'Fn::Sub': 'work-${Stage}' } },
        value: { name: { Ref: 'Value' } },
        prefixed: {},
        chained: {
          name: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Far', 'batch.aws_batch_job_queue.batch.stage.name'] }, '-2']] },
        },
      },
      job_definitions: { far: job },
    },
  },
};

const queue = 'batch.aws_batch_job_queue.batch';
const TEXTS = [
  `${queue}.plain.arn`,
  `${queue}.plain.name`,
  `${queue}.plain.priority`,
  `${queue}.stage.name`,
  `${queue}.value.name`,
  `${queue}.prefixed.name`,
  `${queue}.chained.name`,
  `${queue}.plain.state`,
  `${queue}.plain`,
  'batch.aws_batch_job_queue.batch',
  'batch.aws_batch_compute_environment.batch.small.id',
  'batch.aws_batch_compute_environment.batch.small.status',
  'batch.aws_batch_job_definition.batch.far.arn_prefix',
  'batch.aws_security_group.batch.small.id',
  'batch.aws_security_group.batch.small.arn',
  'batch.aws_iam_role.batch__execution_role.small.assume_role_policy',
  'vpc.aws_subnet.vpc.1.availability_zone',
];
const LISTS = [`${queue}.plain.compute_environments`];

/** A template with the values at every place where CloudFormation evaluates functions. */
function templateOf(
  { text, list, anything }: { text: unknown; list: unknown; anything: unknown },
  alone: Mapping,
): Template {
  // Never a literal, because the schema would validate it.
  const joined = { 'Fn::Join': ['-', [text]] };
  return {
    Parameters: Object.fromEntries(
      [...NAMES.filter((name) => name !== 'Provose'), 'Hole0', 'Hole1', 'Hole2'].map((name) => [
        name,
        { Type: 'String' },
      ]),
    ),
    Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Far,
      Provose: { Type: 'AWS::SNS::Topic' },
      Outside: { Type: 'AWS::SNS::Topic' },
      Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Provose', Properties: { DisplayName: text, Tags: list } },
      Alone: {
        Type: 'AWS::SNS::Topic',
        Metadata: { DependsOn: text, Any: anything },
        UpdatePolicy: anything,
        Properties: { alone, text, list, anything, ContainerDefinitions: [{ DependsOn: [{ Name: text }] }] },
      },
      Near: {
        Type: 'Provose::Batch',
        Metadata: { text },
        Properties: {
          provose_config: { name_prefix: joined, outputs: 'values' },
          near: {
            instances,
            job_queues: { main: {} },
            job_definitions: {
              near: {
                ...job,
                image: { name: joined, tag: joined },
                command: list,
                environment: { A: text },
                overrides: {
                  Parameters: anything,
                  ContainerProperties: { LogConfiguration: { Options: { a: text } } },
                },
              },
            },
          },
        },
      },
    },
    Outputs: { Text: { Value: text } },
  };
}

const world = (holes: readonly unknown[]): World => ({
  parameters: Object.fromEntries([
    ...NAMES.filter((name) => name !== 'Provose').map((name) => [name, `value of ${name}`]),
    ...holes.map((hole, index) => [`Hole${index}`, hole]),
  ]),
  conditions: { Yes: true, No: false },
});

/** The expanded template without the custom resources that read the values of references. */
function seen(template: Template, holes: readonly unknown[]): Mapping {
  const { template: output, diagnostics } = expand(template, context);
  if (!output) throw new Error(JSON.stringify(diagnostics, null, 1));
  const resources = Object.entries(output['Resources'] as Record<string, Mapping>).filter(
    ([, { Type }]) => Type !== 'Custom::ProvoseExport',
  );
  return worth({ Resources: Object.fromEntries(resources), Outputs: output['Outputs'] }, world(holes)) as Mapping;
}

const aloneOf = (whole: Mapping) => {
  const { Alone } = whole['Resources'] as Record<string, { Properties: { alone: Mapping } }>;
  return Object.values(Alone?.Properties.alone ?? {});
};

const { text, list, anything } = contexts({ texts: [0, 1], lists: [2], inSub: [0, 1], names: NAMES });
const values = fc.record({ text, list, anything });
const references = fc.tuple(fc.constantFrom(...TEXTS), fc.constantFrom(...TEXTS), fc.constantFrom(...LISTS));

const filledWith = (fillings: readonly Filling[], made: { text: unknown; list: unknown; anything: unknown }) =>
  templateOf(
    fill(made, fillings) as typeof made,
    Object.fromEntries(fillings.map(({ value }, index) => [`r${index}`, value])),
  );

it('have the same value inside any function as on their own', () => {
  fc.assert(
    fc.property(values, references, (made, names) => {
      // A reference that appears twice is one name, which one variable can hide.
      const referring = names.map(
        (name): Filling => ({ value: { 'Fn::GetAtt': ['Far', name] }, inSub: `Far.${name}` }),
      );
      const opaque = names.map((name): Filling => {
        const hole = `Hole${names.indexOf(name)}`;
        return { value: { Ref: hole }, inSub: hole };
      });
      const actual = seen(filledWith(referring, made), []);
      const alone = aloneOf(actual);
      const expected = seen(filledWith(opaque, made), alone);
      expect(alone).toHaveLength(3);
      expect(actual).toEqual(expected);
    }),
    RUNS,
  );
});

/** The diagnostics of a template that contains the module. */
const refusals = (template: Template) =>
  expand(
    {
      Parameters: { Stage: { Type: 'String' }, Value: { Type: 'String' } },
      ...template,
      Resources: { Far, ...(template['Resources'] as Mapping) },
    },
    context,
  ).diagnostics.map(({ code, severity, path }) => `${severity} ${code} at ${path.join('.')}`);

const arn = { 'Fn::GetAtt': ['Far', `${queue}.plain.arn`] };
const literal = { 'Fn::GetAtt': ['Far', `${queue}.plain.priority`] };
const resource = (more: object) => ({ Resources: { Topic: { Type: 'AWS::SNS::Topic', ...more } } });
const property = (value: unknown) => resource({ Properties: { DisplayName: value } });
const DisplayName = 'Resources.Topic.Properties.DisplayName';

describe('where CloudFormation accepts no resource attribute', () => {
  it.each<[string, (value: unknown) => Template]>([
    ['Conditions.C.Fn::Equals.0', (value) => ({ Conditions: { C: { 'Fn::Equals': [value, 'x'] } } })],
    [
      'Conditions.C.Fn::Not.0.Fn::Equals.1',
      (value) => ({ Conditions: { C: { 'Fn::Not': [{ 'Fn::Equals': ['x', value] }] } } }),
    ],
    [
      'Rules.R.Assertions.0.Assert.Fn::Equals.0',
      (value) => ({ Rules: { R: { Assertions: [{ Assert: { 'Fn::Equals': [value, 'x'] } }] } } }),
    ],
    ['Mappings.M.k.v', (value) => ({ Mappings: { M: { k: { v: value } } } })],
    ['Outputs.O.Export.Name', (value) => ({ Outputs: { O: { Value: 'x', Export: { Name: value } } } })],
    [
      'Outputs.O.Export.Name.Fn::Sub.1.v',
      (value) => ({ Outputs: { O: { Value: 'x', Export: { Name: { 'Fn::Sub': ['${v}', { v: value }] } } } } }),
    ],
    ['Outputs.O.Description', (value) => ({ Outputs: { O: { Value: 'x', Description: value } } })],
    ['Resources.Topic.DeletionPolicy', (value) => resource({ DeletionPolicy: value })],
    ['Resources.Topic.UpdateReplacePolicy', (value) => resource({ UpdateReplacePolicy: value })],
    [`${DisplayName}.Fn::ImportValue`, (value) => property({ 'Fn::ImportValue': value })],
    [
      `${DisplayName}.Fn::ImportValue.Fn::Join.1.0`,
      (value) => property({ 'Fn::ImportValue': { 'Fn::Join': ['', [value]] } }),
    ],
    [`${DisplayName}.Fn::GetAZs`, (value) => property({ 'Fn::GetAZs': value })],
    [`${DisplayName}.Fn::FindInMap.0`, (value) => property({ 'Fn::FindInMap': [value, 'k', 'v'] })],
    [`${DisplayName}.Fn::FindInMap.2`, (value) => property({ 'Fn::FindInMap': ['M', 'k', value] })],
    [`${DisplayName}.Fn::Select.0`, (value) => property({ 'Fn::Select': [value, ['a', 'b']] })],
    [`${DisplayName}.Fn::Join.0`, (value) => property({ 'Fn::Join': [value, ['a', 'b']] })],
    [`${DisplayName}.Fn::Split.0`, (value) => property({ 'Fn::Split': [value, 'a'] })],
    [`${DisplayName}.Fn::GetAtt.1`, (value) => property({ 'Fn::GetAtt': ['Topic', value] })],
    [`${DisplayName}.Fn::ForEach::T.1.0`, (value) => property({ 'Fn::ForEach::T': ['X', [value], {}] })],
    ['Resources.Fn::ForEach::T.1.0', (value) => ({ Resources: { 'Fn::ForEach::T': ['X', [value], {}] } })],
  ])('%s takes a reference only if it stands for a literal', (place, at) => {
    expect(refusals(at(literal)).filter((refusal) => refusal.includes('misplaced'))).toEqual([]);
    const [refusal = ''] = refusals(at(arn));
    expect(refusal).toBe(`error misplaced-reference at ${place}`);
  });
});

const all = { 'Fn::GetAtt': ['Far', `${queue}.plain.compute_environments`] };

it.each<[string, Template]>([
  ['Outputs.O.Value', { Outputs: { O: { Value: all } } }],
  [`${DisplayName}.Fn::Sub.1.v`, property({ 'Fn::Sub': ['${v}', { v: all }] })],
  [`${DisplayName}.Fn::Sub`, property({ 'Fn::Sub': `\${Far.${queue}.plain.compute_environments}` })],
  [`${DisplayName}.Fn::Base64`, property({ 'Fn::Base64': all })],
  [`${DisplayName}.Fn::Join.1.0`, property({ 'Fn::Join': [',', [all]] })],
  [`${DisplayName}.Fn::Split.1`, property({ 'Fn::Split': [',', all] })],
  [`${DisplayName}.Fn::Cidr.0`, property({ 'Fn::Cidr': [all, 1, 8] })],
  [
    `${DisplayName}.Fn::If.1`,
    {
      ...property(''),
      Outputs: { O: { Value: { 'Fn::If': ['C', all, ''] } } },
      Conditions: { C: { 'Fn::Equals': ['a', 'a'] } },
    },
  ],
])('a list is rejected at %s', (place, template) => {
  const [refusal] = refusals(template);
  expect(refusal).toContain('error misplaced-reference');
  if (!place.includes('Fn::If')) expect(`${refusal}.Fn::Sub`).toContain(place);
});

it.each<[string, object, boolean]>([
  ['name', { name: all }, false],
  ['command', { command: all }, true],
  ['command.0', { command: [all] }, false],
  ['command', { command: arn }, false],
  ['environment.A', { environment: { A: all } }, false],
  ['overrides.Parameters.A', { overrides: { Parameters: { A: all } } }, true],
  ['vcpus', { vcpus: all }, false],
])('in a module, a list is accepted only where the schema allows one: %s', (place, more, isTaken) => {
  const body = { near: { instances, job_queues: { near: {} }, job_definitions: { near: { ...job, ...more } } } };
  for (const Properties of [body, { batch: body }]) {
    const at = `Resources.Near.Properties${'batch' in Properties ? '.batch' : ''}.near.job_definitions.near.${place}`;
    const expected = isTaken ? [] : [`error misplaced-reference at ${at}`];
    expect(refusals({ Resources: { Near: { Type: 'Provose::Batch', Properties } } })).toEqual(expected);
  }
});

it('text is rejected where a list is required', () => {
  for (const value of [{ 'Fn::Join': [',', arn] }, { 'Fn::Select': [0, arn] }]) {
    expect(refusals(property(value))).toEqual([expect.stringContaining('error misplaced-reference')]);
  }
});

describe('a dependency cycle is reported at its references in the source', () => {
  const job = (more: object) => ({ image: 'busybox', vcpus: 1, memory: 4, ...more });
  const module = (name_prefix: string, job_definitions: object, more: object = {}) => ({
    Type: 'Provose::Batch',
    ...more,
    Properties: { provose_config: { name_prefix }, near: { instances, job_queues: { near: {} }, job_definitions } },
  });
  const get = (id: string, path: string) => ({ 'Fn::GetAtt': [id, path] });
  const ownArn = 'batch.aws_batch_job_definition.batch.a.arn';
  const definition = (id: string) => `Resources.${id}.Properties.near.job_definitions.a.environment.X`;

  it.each<[string, Mapping, string[]]>([
    [
      'a definition that uses its own ARN',
      { A: module('a', { a: job({ environment: { X: get('A', ownArn) } }) }) },
      [definition('A')],
    ],
    [
      'a definition that uses an attribute of itself that only AWS knows',
      {
        A: module('a', { a: job({ environment: { X: get('A', 'batch.aws_batch_job_definition.batch.a.timeout') } }) }),
      },
      [definition('A')],
    ],
    [
      'two modules that refer to each other',
      {
        A: module('a', { a: job({ environment: { X: get('B', ownArn) } }) }),
        B: module('b', { a: job({ environment: { X: get('A', ownArn) } }) }),
      },
      [definition('A'), definition('B')],
    ],
    [
      'two modules that depend on each other',
      { A: module('a', {}, { DependsOn: 'B' }), B: module('b', {}, { DependsOn: 'A' }) },
      ['Resources.A.DependsOn', 'Resources.B.DependsOn'],
    ],
    [
      'a module that refers to a topic that refers to the module',
      {
        A: module('a', { a: job({ environment: { X: { Ref: 'Topic' } } }) }),
        Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::Sub': `\${A.${ownArn}}` } } },
      },
      ['Resources.Topic.Properties.DisplayName'],
    ],
    [
      'a resource that also depends on one outside the cycle',
      {
        A: module('a', { a: job({ environment: { X: { Ref: 'Topic' } } }) }),
        Leaf: { Type: 'AWS::SNS::Topic' },
        Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Leaf', Properties: { DisplayName: get('A', ownArn) } },
      },
      ['Resources.Topic.Properties.DisplayName'],
    ],
    [
      'a prefix that refers to a resource whose name contains it',
      {
        A: {
          Type: 'Provose::Batch',
          Properties: {
            provose_config: { name_prefix: get('A', 'batch.aws_batch_job_definition.batch.a.revision') },
            near: { instances, job_queues: {}, job_definitions: { a: job({}) } },
          },
        },
      },
      ['Resources.A.Properties.provose_config.name_prefix'],
    ],
    [
      'names that refer to each other',
      {
        A: {
          Type: 'Provose::Batch',
          Properties: {
            near: {
              instances,
              job_queues: { a: { name: get('A', `${queue}.b.name`) }, b: { name: get('A', `${queue}.a.name`) } },
            },
          },
        },
      },
      ['Resources.A.Properties.near.job_queues.a.name', 'Resources.A.Properties.near.job_queues.b.name'],
    ],
  ])('%s', (_, resources, places) => {
    expect(refusals({ Resources: resources })).toEqual(places.map((place) => `error circular-dependency at ${place}`));
  });

  it('a reference to a literal value creates no dependency', () => {
    const named = get('A', 'batch.aws_batch_job_definition.batch.a.name');
    expect(refusals({ Resources: { A: module('a', { a: job({ environment: { X: named } }) }) } })).toEqual([]);
  });
});

describe('a module with a condition', () => {
  const Parameters = {
    Value: { Type: 'String' },
    Stage: { Type: 'String', AllowedValues: ['test', 'production'] },
    Free: { Type: 'String' },
    Pattern: { Type: 'String', AllowedPattern: 'yes|no' },
    FromSsm: { Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a', '/b'] },
    Filled: { Type: 'String', MinLength: 1 },
  };
  const is = (name: string, value: string) => ({ 'Fn::Equals': [{ Ref: name }, value] });
  const Conditions = {
    Test: is('Stage', 'test'),
    Production: is('Stage', 'production'),
    NotTest: { 'Fn::Not': [{ Condition: 'Test' }] },
    TestAndFree: { 'Fn::And': [{ Condition: 'Test' }, is('Free', 'x')] },
    TestOrFree: { 'Fn::Or': [{ Condition: 'Test' }, is('Free', 'x')] },
    FreeX: is('Free', 'x'),
    FreeY: is('Free', 'y'),
    Always: { 'Fn::Equals': ['a', 'a'] },
    Region: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] },
    PatternYes: is('Pattern', 'yes'),
    NotSsm: { 'Fn::Not': [is('FromSsm', 'x')] },
    HasFilled: { 'Fn::Not': [is('Filled', '')] },
  };
  const referring = (condition: string, attributes: object, value: unknown = arn) => {
    const Topic = { Type: 'AWS::SNS::Topic', ...attributes, Properties: { DisplayName: value } };
    const template = { Parameters, Conditions, Resources: { Far: { ...Far, Condition: condition }, Topic } };
    return expand(template, context).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  };
  const either = (condition: string, holds: boolean) => ({
    'Fn::If': holds ? [condition, arn, ''] : [condition, '', arn],
  });

  it.each<[string, object, unknown]>([
    ['Test', { Condition: 'Test' }, arn],
    ['Test', { Condition: 'TestAndFree' }, arn],
    ['TestOrFree', { Condition: 'Test' }, arn],
    ['Test', {}, either('Test', true)],
    ['Test', {}, either('NotTest', false)],
    ['Test', {}, either('Production', false)],
    ['Production', { Condition: 'NotTest' }, arn],
    ['Test', { Condition: 'TestOrFree' }, either('FreeX', false)],
    ['Always', {}, arn],
    ['Region', { Condition: 'Region' }, arn],
    ['PatternYes', {}, either('PatternYes', true)],
    ['Test', {}, { 'Fn::If': ['Free', { 'Fn::Join': ['', [either('Test', true)]] }, ''] }],
  ])('%s can be referred to where its condition holds', (condition, attributes, value) =>
    expect(referring(condition, attributes, value)).toEqual([]),
  );

  it.each<[string, object, unknown]>([
    ['Test', {}, arn],
    ['Test', { Condition: 'Production' }, arn],
    ['Test', { Condition: 'TestOrFree' }, arn],
    ['TestAndFree', { Condition: 'Test' }, arn],
    ['Test', {}, either('Test', false)],
    ['FreeX', {}, either('FreeY', false)],
    ['Test', {}, { 'Fn::If': ['Test', arn, arn] }],
  ])('%s cannot be referred to where its condition may not hold', (condition, attributes, value) =>
    expect(referring(condition, attributes, value)).toEqual(['error conditional-reference']),
  );

  it.each<[string, object]>([
    ['Region', {}],
    ['PatternYes', {}],
    ['NotSsm', {}],
    ['HasFilled', {}],
    ['Test', { Condition: 'Region' }],
  ])('%s causes only a warning if it is unknown whether its condition holds', (condition, attributes) =>
    expect(referring(condition, attributes)).toEqual(['warning conditional-reference']),
  );

  it('can be listed in DependsOn only where its condition holds', () => {
    expect(referring('Test', { DependsOn: 'Far', Condition: 'Test' }, '')).toEqual([]);
    expect(referring('Test', { DependsOn: 'Far' }, '')).toEqual(['error conditional-reference']);
  });
});

it('DependsOn accepts a module but not its parts', () => {
  expect(refusals(resource({ DependsOn: 'Far' }))).toEqual([]);
  expect(refusals(resource({ DependsOn: ['Far', `Far.${queue}.plain`] }))).toEqual([
    'error module-ref at Resources.Topic.DependsOn',
  ]);
});

it.each(['a-b', 'a b', 'a/b'])('%j is rejected between the braces of a Sub', (part) => {
  const text = `\${Far.${queue}.plain.arn${part.slice(1)}}`;
  expect(refusals(property({ 'Fn::Sub': text }))).toEqual([`error bad-sub-name at ${DisplayName}`]);
});

describe('references in our own templates keep their value inside functions', () => {
  const files = [
    ...yamlFiles('examples').map((name) => `examples/${name}.yaml`),
    ...fixtures('expand').map((name) => `test/fixtures/expand/${name}/template.yaml`),
  ];
  const templates = files.map((file) => {
    const { Transform: _, ...template } = readSource(file, readProject(file)).data as Template;
    return { file, template, places: placesOf(template) };
  });
  const referring = templates.filter(({ places }) => places.length > 0);

  it('covers several templates', () => expect(referring.length).toBeGreaterThan(3));

  it.each(referring)('$file', ({ template, places }) => {
    const defaults = Object.entries((template['Parameters'] ?? {}) as Record<string, Mapping>).map(
      ([name, { Default }]) => [name, Default],
    );
    const parameters = Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
    const output = (input: Template) => {
      const { template: expanded, diagnostics } = expand(input, { parameters, region: undefined, isComplete: true });
      if (!expanded) throw new Error(JSON.stringify(diagnostics, null, 1));
      return expanded;
    };
    fc.assert(
      fc.property(contextsFor(places), (around) => {
        const { referring: one, opaque: other } = wrapped(template, places, around);
        const { actual, expected } = compared(output(one), output(other), places.length);
        expect(actual).toEqual(expected);
      }),
      { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 10) },
    );
  });
});

it('a reference in a parameter is rejected, even if it resolves to a literal', () => {
  const Parameters = { Stage: {}, Value: { Type: 'String', Default: literal } };
  expect(refusals({ Parameters })).toEqual(['error misplaced-reference at Parameters.Value.Default']);
});

it('spaces around a name in a Sub are ignored', () => {
  const DisplayName = { 'Fn::Sub': [`\${ Far.${queue}.plain.name } \${! no } \${ x } \${Stage }`, { x: 'y' }] };
  const Resources = { Far, Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName } } };
  const { template } = expand({ Parameters: { Stage: {}, Value: {} }, Resources }, context);
  expect(template).toMatchObject({
    Resources: {
      Topic: { Properties: { DisplayName: { 'Fn::Sub': ['plain ${! no } ${ x } ${Stage }', { x: 'y' }] } } },
    },
  });
});

describe('names that must be unique in a Region', () => {
  const Parameters = { Stage: { Type: 'String', AllowedValues: ['test', 'production'] }, Free: { Type: 'String' } };
  const is = (name: string, value: string) => ({ 'Fn::Equals': [{ Ref: name }, value] });
  const Conditions = {
    Test: is('Stage', 'test'),
    Production: is('Stage', 'production'),
    FreeX: is('Free', 'x'),
    NotTest: { 'Fn::Not': [{ Condition: 'Test' }] },
    East: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    West: { 'Fn::Equals': ['us-west-1', { Ref: 'AWS::Region' }] },
    First: { 'Fn::Equals': [{ 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'Free' }] }] }, 'a'] },
    Second: { 'Fn::Equals': ['b', { 'Fn::Select': [0, { 'Fn::Split': ['-', { Ref: 'Free' }] }] }] },
  };
  const named = (id: string, name: unknown, Condition?: string) => ({
    [id]: {
      Type: 'Provose::Batch',
      ...(Condition && { Condition }),
      Properties: { near: { instances, job_queues: { [id]: { name } } } },
    },
  });
  const own = (name: unknown, Condition?: string) => ({
    Own: { Type: 'AWS::Batch::JobQueue', ...(Condition && { Condition }), Properties: { JobQueueName: name } },
  });
  const codes = (...resources: object[]) =>
    expand({ Parameters, Conditions, Resources: Object.assign({}, ...resources) }, context).diagnostics.map(
      ({ code, severity, path }) => `${severity} ${code} at ${path[1]}`,
    );
  const nameOfA = { 'Fn::GetAtt': ['A', `${queue}.A.name`] };

  it.each<[string, object[]]>([
    ['two modules', [named('A', 'x'), named('B', 'x')]],
    ['a module and a resource', [own('x'), named('B', 'x')]],
    ['a name that is a reference to the other', [named('A', 'x'), named('B', nameOfA)]],
    ['the same function', [named('A', { Ref: 'Stage' }), named('B', { Ref: 'Stage' })]],
    ['conditions that can hold together', [named('A', 'x', 'Test'), named('B', 'x', 'FreeX')]],
    ['one condition', [named('A', 'x', 'Test'), named('B', 'x', 'Test')]],
    ['a condition and none', [named('A', 'x', 'Test'), named('B', 'x')]],
  ])('are rejected if they occur twice: %s', (_, resources) =>
    expect(codes(...resources)).toEqual(['error duplicate-name at B']),
  );

  it.each<[string, object[]]>([
    ['a condition and its negation', [named('A', 'x', 'Test'), named('B', 'x', 'NotTest')]],
    ['two values of one function', [named('A', 'x', 'First'), named('B', 'x', 'Second')]],
    ['two values of one parameter', [named('A', 'x', 'Test'), named('B', 'x', 'Production')]],
    ['a resource', [own('x', 'Production'), named('B', 'x', 'Test')]],
  ])('cause only a warning if conditions exclude each other: %s', (_, resources) =>
    expect(codes(...resources)).toEqual(['warning duplicate-name at B']),
  );

  it('are accepted if no update is from one to the other', () =>
    expect(codes(named('A', 'x', 'East'), named('B', 'x', 'West'))).toEqual([]));

  it('are accepted if they differ', () => expect(codes(named('A', 'x'), named('B', 'y'), own('z'))).toEqual([]));
});

it('conditions and mappings can have the same name as a module', () => {
  const template = {
    ...property({ 'Fn::If': ['Far', { 'Fn::FindInMap': ['Far', 'k', 'v'] }, ''] }),
    Conditions: { Far: { 'Fn::Equals': ['a', 'a'] } },
    Mappings: { Far: { k: { v: 'x' } } },
  };
  expect(refusals(template)).toEqual([]);
});

it('the attribute of a reference must be a literal', () => {
  expect(refusals(property({ 'Fn::GetAtt': ['Far', 'batch', { Ref: 'Stage' }] }))).toEqual([
    `error unknown-export at ${DisplayName}`,
  ]);
});

it('a resource without references stays the identical object', () => {
  const Same = {
    Type: 'AWS::SNS::Topic',
    DependsOn: ['Other'],
    Properties: { A: { 'Fn::Sub': ['${x} ${Other}', { x: { Ref: 'Other' } }] } },
  };
  const Resources = {
    Far,
    Same,
    Other: { Type: 'AWS::SNS::Topic' },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { A: arn } },
  };
  const { template } = expand({ Parameters: { Stage: {}, Value: {} }, Resources }, context);
  expect((template?.['Resources'] as Mapping | undefined)?.['Same']).toBe(Same);
});
