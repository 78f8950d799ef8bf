/** Checks that hostile input quickly yields a clear error or a correct result, and never a crash. */

import { readSource } from '../cli/source.js';
import { expand } from '../macro/expand.js';
import type { Template } from '../macro/template/template.js';

const context = { parameters: {}, region: 'us-east-1', isComplete: true };
const small = { instances: { instance_types: ['m5.large'], max_vcpus: 2 }, job_queues: { main: {} } };

/** A parsed object, which can have own keys with names such as `__proto__`. */
const parsed = (text: string): Template => JSON.parse(text);

function codesOf(template: Template): string[] {
  const start = performance.now();
  const { diagnostics } = expand(template, context);
  // Even a busy machine needs only seconds. A quadratic algorithm would need minutes.
  expect(performance.now() - start).toBeLessThan(20_000);
  for (const { message, hint } of diagnostics) expect(message.length + hint.length).toBeLessThan(1100);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'])(
  'treats %s as an ordinary key',
  (key) => {
    const body = JSON.stringify(small);
    const places = [
      `{"Provose::Batch":{"${key}":${body}}}`,
      `{"Provose::Batch":{"small":{"instances":{"${key}":1},"job_queues":{}}}}`,
      `{"Provose::Batch":{"provose_config":{"${key}":1},"small":${body}}}`,
      `{"Provose::Batch":{"small":{"instances":{"instance_types":["m5.large"],"max_vcpus":2},"job_queues":{"${key}":{}}}}}`,
      `{"Provose::Batch":{"small":${body}},"${key}":{}}`,
    ].map((text) => codesOf(parsed(text)));
    const isName = ['toString', 'hasOwnProperty', 'then'].includes(key);
    expect(places.slice(1, 3)).toEqual([['missing-key', 'unknown-key'].sort(), ['unknown-key']]);
    expect(places[0]).toEqual(isName ? [] : ['bad-name']);
    expect(places[3]).toEqual(isName ? [] : ['bad-name']);
    expect(places[4]).toEqual(['unknown-section']);
  },
);

it('ignores inherited properties of objects', () => {
  const own = parsed('{"__proto__":{"polluted":true},"constructor":{"Type":"AWS::SNS::Topic"}}');
  const { template } = expand({ Resources: own, 'Provose::Batch': { small } }, context);
  const resources = template?.['Resources'] as object;
  expect(Object.keys(resources).slice(0, 2)).toEqual(['__proto__', 'constructor']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(
    codesOf({
      Resources: {},
      Outputs: { A: { Value: { 'Fn::GetAtt': ['Provose', 'batch.constructor.batch.x'] } } },
      'Provose::Batch': { small },
    }),
  ).toEqual(['unknown-export']);
});

it('rejects nesting of 10,000 levels', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level++) deep = level % 2 ? [deep] : { a: deep };
  expect(codesOf({ 'Provose::Batch': { small: deep } })).toEqual(['too-deep']);
  expect(codesOf({ 'Provose::Batch': { small }, Resources: { A: deep } })).toEqual(['too-deep']);
  const untouched = { Resources: { A: deep } };
  expect(expand(untouched, context).template).toBe(untouched);
});

it('expands a template of nearly a megabyte, and rejects a larger one', () => {
  const sized = (length: number, character = 'x') => ({
    'Provose::Batch': { small },
    Resources: { A: { Type: 'AWS::SSM::Parameter', Properties: { Value: character.repeat(length) } } },
  });
  expect(codesOf(sized(980_000))).toEqual(['needs-upload']);
  expect(codesOf(sized(1_000_000))).toEqual(['too-large']);
  expect(codesOf(sized(0))).toEqual([]);
  const rest = JSON.stringify(expand(sized(0), context).template).length;
  expect(codesOf(sized(51_200 - rest))).toEqual([]);
  expect(codesOf(sized(51_201 - rest))).toEqual(['needs-upload']);
  expect(codesOf(sized(17_067, '€'))).toEqual(['needs-upload']);
});

it('reports 20,000 unknown keys and 20,000 dangling references', () => {
  const many = <T>(value: (index: number) => T) =>
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`K${index}`, value(index)]));
  expect(codesOf({ 'Provose::Batch': { small: { ...small, ...many(() => 1) } } })).toEqual(['unknown-key']);
  const job = { image: 'busybox', vcpus: 1, memory: 4, environment: many((index) => ({ Ref: `Nothing${index}` })) };
  expect(codesOf({ 'Provose::Batch': { small: { ...small, job_definitions: { job } } } })).toContain(
    'unresolved-reference',
  );
});

it('evaluates each condition only once', () => {
  const conditions = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `C${index}`,
      { 'Fn::And': [{ Condition: `C${index + 1}` }, { Condition: `C${index + 1}` }] },
    ]),
  );
  const type = { 'Fn::If': ['C0', 'EC2', 'SPOT'] };
  const environment = { ...small, instances: { ...small.instances, compute_environment_type: type } };
  expect(
    codesOf({
      Conditions: { ...conditions, C40: { 'Fn::Equals': ['a', 'a'] } },
      'Provose::Batch': { small: environment },
    }),
  ).toEqual([]);
});

it.each([
  ['a key of 10,000 characters', 'k'.repeat(10_000)],
  ['an emoji', '😀'],
  ['half a surrogate pair', '\ud83d'],
  ['a null character', '\u0000'],
  ['right to left', 'עברית'],
  ['a combining character', 'é'],
])('rejects %s as a name', (_, key) => {
  expect(codesOf({ 'Provose::Batch': { [key]: small } })).toEqual(['bad-name']);
  expect(codesOf({ 'Provose::Batch': { small: { ...small, [key]: 1 } } })).toEqual(['unknown-key']);
});

it('preserves any Unicode text', () => {
  const text = 'é 😀 עברית \u2028 "\\';
  const job = {
    image: 'busybox',
    vcpus: 1,
    memory: 4,
    command: [text],
    environment: { [text.replace('=', '')]: text },
  };
  const { template } = expand({ 'Provose::Batch': { small: { ...small, job_definitions: { job } } } }, context);
  expect(JSON.stringify(template)).toContain(JSON.stringify(text));
});

describe('every key', () => {
  const wrong: unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    '',
    'x',
    [],
    [[]],
    {},
    { a: 1 },
    { Ref: 'Nothing' },
    { 'Fn::If': 1 },
  ];
  const whole = {
    provose_config: {
      name: 'a',
      name_prefix: 'a',
      vpc_cidr: '10.0.0.0/16',
      availability_zones: 1,
      permissions_boundary: 'arn:aws:iam::1:policy/a',
      role_path: '/',
      outputs: 'none',
      authentication: {},
    },
    batch: {
      small: {
        ...small,
        instances: {
          ...small.instances,
          compute_environment_type: 'EC2',
          min_vcpus: 0,
          ami_id: 'ami-0000000000000000a',
        },
        job_queues: { main: { state: 'ENABLED', priority: 1, name: 'a', overrides: {} } },
        job_definitions: {
          job: {
            name: 'a',
            image: { name: 'a', tag: 'a', private_registry: false },
            vcpus: 1,
            memory: 4,
            command: ['a'],
            environment: { A: 'a' },
            user: 'a',
            privileged: false,
            overrides: {},
          },
        },
        public: { tcp: [1], udp: [] },
        vpc: { tcp: [], udp: [2] },
        overrides: {},
      },
    },
  };
  const paths: string[][] = [];
  const collect = (value: unknown, path: string[]) => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) collect(item, [...path, key]);
  };
  collect(whole, []);

  it.each(paths.map((path) => [path.join('.'), path] as const))('%s with a wrong value causes no crash', (_, path) => {
    for (const value of wrong) {
      const body = structuredClone(whole);
      let inner = body as unknown as Record<string, unknown>;
      for (const key of path.slice(0, -1)) inner = inner[key] as Record<string, unknown>;
      inner[path.at(-1) ?? ''] = value;
      const { template, diagnostics } = expand({ 'Provose::Batch': body }, context);
      expect(template === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    }
  });
});

it('rejects exponential aliases', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  expect(readSource('t.yaml', lines.join('\n')).faults.map(({ code }) => code)).toEqual(['syntax']);
});
