/** Checks the fields of the language against AWS's resource specification, and against the rules for fields. */

import { readSource } from '../cli/source.js';
import { expandAsDeployed } from '../cli/template-file.js';
import { absentMaps, exportMaps } from '../macro/link/export-maps.js';
import { module } from '../macro/schema/module.js';
import { keysOf } from '../macro/schema/walk.js';
import { inSnakeCase, PROPERTIES, withoutKey } from '../macro/schema/without-key.js';
import { readProject } from './support/golden.js';
import { hasProperty, violations } from './support/service-spec.js';

/** The elements of policy statements, and the properties of custom resources, have the names that AWS gives them. */
const NAME = /^[a-z][a-z0-9_]*$|^Service|^(Sid|Effect|(Not)?(Action|Resource)|Condition)$/;

describe.each(keysOf(module))('$path', ({ name, schema, field, types, property }) => {
  it('has a description, and an example that its type accepts', () => {
    expect(field.doc).toMatch(/^[A-Z][^\n]*\.$/);
    const result = schema['~run']({ value: field.example }, { lang: undefined } as never);
    expect(result.issues).toBeUndefined();
    if (field.source !== undefined) expect(field.source).toMatch(/^https:\/\//);
    expect(name).toMatch(NAME);
  });

  if (property !== undefined) {
    it(`becomes ${property}, which ${types.join(' and ')} has`, () => {
      expect(types).not.toEqual([]);
      for (const type of types) expect(hasProperty(type, property)).toBe(true);
    });
  }
});

it('finds the keys of every object of the language', () => {
  const paths = keysOf(module).map(({ path }) => path);
  for (const path of [
    'provose_config.vpc.cidr',
    'batch.*.instances.max_vcpus',
    'batch.*.job_definitions.*.image.pin',
    'batch.*.public.tcp',
  ]) {
    expect(paths).toContain(path);
  }
  expect(new Set(paths).size).toBe(paths.length);
});

const reference = JSON.parse(readProject('test/data/provose-first.json')).terraform_output;

/** Provose's maps with the attributes of their entries, from the output of its Terraform code. */
const provose: [string, string[]][] = Object.entries(reference).flatMap(([group, types]) =>
  Object.entries(types as object).flatMap(([type, maps]) =>
    Object.entries(maps as object).map(([name, map]): [string, string[]] => {
      const path = `${group}.${type}.${name}`;
      const entry = exportMaps[path]?.keyedBy ? Object.values(map)[0] : map;
      return [path, Object.keys(entry as object).sort()];
    }),
  ),
);

describe.each(provose)('%s', (path, attributes) => {
  it('is exported with every attribute that Provose has, or listed with the reason for its absence', () => {
    if (path in absentMaps) return expect(absentMaps[path]).toMatch(/.{20}/);
    expect(Object.keys(exportMaps[path]?.attributes ?? {}).sort()).toEqual(attributes);
  });
});

it('has aliases in snake_case that mean one key of their object', () => {
  const keys = keysOf(module);
  const siblingsOf = (path: string) => keys.filter((key) => path.replace(/\w+$/, key.name) === key.path);
  for (const { path, field } of keys) {
    const siblings = siblingsOf(path);
    const taken = siblings.flatMap(({ name, field: other }) => [name, ...(other.aliases ?? [])]);
    for (const alias of field.aliases ?? []) {
      expect(alias).toBe(inSnakeCase(alias));
      expect(taken.filter((name) => name === alias)).toEqual([alias]);
    }
  }
});

it('detects a property that AWS does not have', () => {
  expect(hasProperty('AWS::Batch::JobQueue', 'Prioritty')).toBe(false);
  expect(hasProperty('AWS::Batch::JobDefinition', 'RetryStrategy.EvaluateOnExit.Action')).toBe(true);
  expect(hasProperty('AWS::Batch::JobDefinition', 'RetryStrategy.EvaluateOnExit.Actions')).toBe(false);
  expect(hasProperty('AWS::Batch::JobDefinition', 'ContainerProperties.Commands')).toBe(false);
});

describe.each(Object.entries(PROPERTIES))('the overrides suggested for unknown keys of %s', (type, rows) => {
  it.each(rows)('%s', (names, overrides) => {
    const [name = ''] = names.split(' ');
    for (const spelling of [name, name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())]) {
      expect(withoutKey(type, spelling)).toBe(`overrides: ${overrides}`);
    }
    const small = {
      instances: { instance_types: ['m5.large'], max_vcpus: 2 },
      job_queues: { main: {} as object },
      job_definitions: { job: { image: 'busybox', vcpus: 1, memory: 512 } as object },
    };
    const over = { overrides: readSource('', overrides).data };
    const body = {
      'AWS::Batch::ComputeEnvironment': { small: { ...small, ...over } },
      'AWS::Batch::JobQueue': { small: { ...small, job_queues: { main: over } } },
      'AWS::Batch::JobDefinition': {
        small: { ...small, job_definitions: { job: { ...small.job_definitions.job, ...over } } },
      },
    }[type];
    const settings = { parameters: {}, region: undefined, macroName: 'ProvoseBatch' };
    const { template, diagnostics } = expandAsDeployed(
      { Transform: ['ProvoseBatch', 'Next'], 'Provose::Batch': body },
      settings,
    );
    expect(diagnostics.filter(({ code }) => code !== 'unresolved-reference')).toEqual([]);
    expect(violations(template ?? {})).toEqual([]);
  });
});
