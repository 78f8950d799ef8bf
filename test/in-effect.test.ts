/** Checks that rules see a value in overrides as they see that of the key which sets the same property. */

import { expand } from '../macro/expand.js';
import { computeEnvironment } from '../macro/schema/compute-environment.js';
import { becomes } from '../macro/schema/field.js';
import { type EnvironmentType, PLATFORMS } from '../macro/schema/platform.js';
import { keysOf, resourceObjects } from '../macro/schema/walk.js';
import { isMapping, type Mapping, section } from '../macro/template/template.js';

const context = { parameters: {}, region: 'eu-central-1', isComplete: true };

/** The names of the entries in the paths of keys, and a module that has them. */
const NAMES: Readonly<Record<string, string>> = { job_queues: 'main', job_definitions: 'job', schedules: 'daily' };
const moduleOn = (compute_environment_type: EnvironmentType): Mapping => ({
  provose_config: { vpc: { id: 'vpc-0a1b2c3d', subnets: ['subnet-0a1b2c3d'] } },
  batch: {
    small: {
      instances: {
        compute_environment_type,
        max_vcpus: 64,
        ...(PLATFORMS[compute_environment_type] === 'EC2' && { instance_types: ['m5.large'] }),
      },
      job_queues: { main: {} },
      job_definitions: {
        job: {
          image: 'busybox:1.36',
          vcpus: 1,
          memory: 2048,
          schedules: { daily: { schedule_expression: 'rate(1 day)' } },
        },
      },
    },
  },
});

/** A copy of a value with another one at a path in it. */
function put(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const all = isMapping(value) ? value : {};
  return { ...all, [key]: put(all[key], rest, to) };
}

const expanded = (module: unknown) => expand({ 'Provose::Batch': module }, context);
const codesOf = (module: unknown) => expanded(module).diagnostics.map(({ code }) => code);

/** Keys directly in an object that becomes a resource, or in `instances`, that set one of its properties. */
const keys = keysOf(computeEnvironment).flatMap(
  ({ path, field, property = field.overriddenBy, types: [type = ''] }) => {
    const place = path
      .split('.')
      .map((name, index, names) => (name === '*' ? (NAMES[names[index - 1] ?? ''] ?? name) : name));
    const objects = resourceObjects(computeEnvironment, section(section(moduleOn('EC2'), 'batch'), 'small'), []);
    const object = objects.find((each) => each.becomes.type === type);
    const within = place.slice(0, -1).filter((name) => name !== 'instances');
    const owned = Object.keys((object && becomes(object.schema)?.owned) ?? {});
    const isOwned = owned.some((name) => `${property}.`.startsWith(`${name}.`));
    const isInside = String(within) === String(object?.path);
    // The key swappiness requires another one.
    return property === undefined || field.of || isOwned || !isInside || path.endsWith('swappiness')
      ? []
      : [{ path, place, within, field, property, type }];
  },
);

const BATCH = ['batch', 'small'];

type Key = (typeof keys)[number];
const TYPES = Object.keys(PLATFORMS) as EnvironmentType[];

const withKey = (type: EnvironmentType, { place, field }: Key) =>
  put(moduleOn(type), [...BATCH, ...place], field.example);

/** The value of the property that the key becomes, on a type of environment that accepts it. */
function valueIn(key: Key): unknown {
  const emitted = TYPES.flatMap((type) => expanded(withKey(type, key)).emitted ?? []);
  const { resource } = emitted.find((each) => each.resource.Type === key.type) ?? {};
  return key.property.split('.').reduce<unknown>((all, name) => (all as Mapping)[name], resource?.Properties);
}

const overriding = (module: unknown, { within, property }: Key, value: unknown) =>
  put(module, [...BATCH, ...within, 'overrides', ...property.split('.')], value);

const all = keys.map((key) => [key.path, key] as const);

/** The codes for each type of environment, if they can be compared on it. */
const byType = (codes: (type: EnvironmentType) => readonly string[] | undefined) =>
  Object.fromEntries(TYPES.map((type) => [type, codes(type)]));

/** On Managed Instances, containers and some settings of instances are in lists and mappings of their own. */
const isElsewhere = (type: EnvironmentType, { property }: Key) =>
  type === 'ECS_MANAGED_INSTANCES' && /^Container|^ComputeResources\.(Security|InstanceTypes)/.test(property);

it('covers keys of every resource', () => {
  expect(new Set(keys.map(({ type }) => type)).size).toBe(4);
  expect(keys.length).toBeGreaterThan(40);
});

it.each(all)('%s: the same value in overrides makes the same diagnostics, at its place', (_, key) => {
  const { platforms, isTolerated } = key.field;
  const value = valueIn(key);
  const byKey = byType((type) => {
    if (isElsewhere(type, key)) return undefined;
    const isForeign = platforms && !platforms.includes(PLATFORMS[type]);
    const isRefused = !isForeign || !(isTolerated || type === 'ECS_MANAGED_INSTANCES');
    return isRefused ? codesOf(withKey(type, key)) : [];
  });
  const byOverrides = byType((type) => {
    if (isElsewhere(type, key)) return undefined;
    const { diagnostics } = expanded(overriding(moduleOn(type), key, value));
    for (const { path } of diagnostics) expect(path).toContain('overrides');
    return diagnostics.map(({ code }) => code);
  });
  expect(byOverrides).toEqual(byKey);
});

it.each(all)('%s: overrides that remove it leave no diagnostics', (_, key) => {
  const refused = byType((type) => {
    const isRead = !isElsewhere(type, key) && !key.field.isTolerated && type !== 'ECS_MANAGED_INSTANCES';
    return isRead ? codesOf(overriding(withKey(type, key), key, null)) : [];
  });
  expect(refused).toEqual(byType(() => []));
});

it.each(all)('%s: functions in overrides make no diagnostics', (_, key) => {
  const Conditions = { Is: { 'Fn::Equals': [{ Ref: 'AWS::StackName' }, 'a'] } };
  for (const value of [{ 'Fn::If': ['Is', valueIn(key), { Ref: 'AWS::NoValue' }] }, { Ref: 'AWS::StackName' }]) {
    const codes = byType((type) => {
      if (isElsewhere(type, key)) return [];
      const template = { 'Provose::Batch': overriding(moduleOn(type), key, value), Conditions };
      return expand(template, context).diagnostics.map(({ code }) => code);
    });
    expect(codes).toEqual(byType(() => []));
  }
});
