/** Checks that `diff` agrees with AWS's resource specification on replacement, for every property that is generated. */

import { effectOf, rulesOf } from '../cli/diff/behavior.js';
import { effectOn } from '../cli/diff/change.js';
import { module } from '../macro/schema/module.js';
import { keysOf } from '../macro/schema/walk.js';
import { isIntrinsic } from '../macro/template/intrinsics.js';
import { isMapping, type Mapping, section } from '../macro/template/template.js';
import { expansions } from './support/expansions.js';
import { replacementAt } from './support/service-spec.js';

/** The paths of all properties in a value, outer ones first. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (!isMapping(value) || isIntrinsic(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...pathsIn(item, [...path, key])]);
}

const generated = new Map<string, Set<string>>();
const add = (type: string, path: string) => generated.set(type, (generated.get(type) ?? new Set()).add(path));
for (const { template } of expansions()) {
  for (const resource of Object.values(section(template, 'Resources')) as Mapping[]) {
    const type = String(resource['Type']);
    if (!type.startsWith('AWS::') || type.startsWith('AWS::Serverless::')) continue;
    for (const path of pathsIn(resource['Properties'])) add(type, path.join('.'));
  }
}
for (const { types, property } of keysOf(module)) for (const type of types) if (property) add(type, property);

const EFFECTS = { yes: 'replace', maybe: 'conditional', no: 'update' };

describe.each([...generated].sort())('%s', (type, paths) => {
  it('has the update behavior of the specification', () => {
    const rules = rulesOf(type) ?? [];
    const ours = [...paths].map((path) => {
      const change = { path: path.split('.'), before: 'one', after: 'other' };
      return [path, effectOf(rules, change)];
    });
    const theirs = [...paths].map((path) => [path, EFFECTS[replacementAt(type, path.split('.'))]]);
    expect(ours).toEqual(theirs);
  });
});

it('covers every type that the macro generates, and hundreds of properties', () => {
  expect(generated.size).toBeGreaterThan(30);
  expect([...generated.values()].flatMap((paths) => [...paths]).length).toBeGreaterThan(450);
});

describe('the effect on a resource', () => {
  const environment = (properties: Mapping) => ({
    id: 'Environment',
    type: 'AWS::Batch::ComputeEnvironment',
    properties,
    attributes: {},
    condition: undefined,
    path: undefined,
  });
  const types = { path: ['ComputeResources', 'InstanceTypes'], before: ['m5'], after: ['c5'] };

  it.each([
    [{ ReplaceComputeEnvironment: false }, 'update'],
    [{ ReplaceComputeEnvironment: 'false' }, 'update'],
    [{ ReplaceComputeEnvironment: true }, 'replace'],
    [{}, 'replace'],
    [{ ReplaceComputeEnvironment: { Ref: 'Replace' } }, 'conditional'],
  ])('of an environment with %j depends on whether it may be replaced', (properties, effect) => {
    expect(effectOn(environment(properties), types)).toBe(effect);
  });

  it('is that of what is inside a property that is added or removed', () => {
    const rules = rulesOf('AWS::Batch::ComputeEnvironment') ?? [];
    const provider = (value: unknown) => ({ InstanceLaunchTemplate: value });
    const path = ['ComputeResources', 'ManagedInstancesProvider'];
    const effect = (before: unknown, after: unknown) => effectOf(rules, { path, before, after });
    expect(effect(undefined, provider({ FipsEnabled: true }))).toBe('replace');
    expect(effect(provider({ FipsEnabled: true }), undefined)).toBe('replace');
    expect(effect(undefined, provider({ Monitoring: 'BASIC' }))).toBe('update');
    expect(effect(provider({ FipsEnabled: true }), provider({ FipsEnabled: 'true' }))).toBe('update');
    expect(effect(provider({ Ref: 'Launch' }), provider({ FipsEnabled: true }))).toBe('conditional');
  });

  it('is known of every resource type of AWS, and of custom resources', () => {
    expect(rulesOf('AWS::S3::Bucket')?.map(({ path }) => path.join('.'))).toContain('BucketName');
    expect(rulesOf('AWS::SNS::TopicPolicy')).toEqual([]);
    expect(rulesOf('Custom::Anything')).toEqual([{ path: ['ServiceToken'], effect: 'replace' }]);
    for (const type of ['AWS::Serverless::Function', 'Vendor::Service::Type', 'toString::constructor', '']) {
      expect(rulesOf(type)).toBeUndefined();
    }
  });
});
