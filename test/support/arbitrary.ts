/** Generates values of the language from its fields, so that property tests cover everything that a field allows. */

import fc from 'fast-check';
import type * as v from 'valibot';
import { FARGATE_SIZES } from '../../macro/compute/fargate-sizes.js';
import { fieldOf } from '../../macro/schema/field.js';
import { step, unwrap } from '../../macro/schema/inside.js';
import { RETENTION_DAYS } from '../../macro/schema/logs.js';
import { type EnvironmentType, PLATFORMS } from '../../macro/schema/platform.js';
import { isMapping } from '../../macro/template/template.js';

interface Inside {
  readonly type: string;
  readonly wrapped?: v.GenericSchema;
  readonly forms?: readonly v.GenericSchema[];
  readonly entries?: v.ObjectEntries;
  readonly item?: v.GenericSchema;
  readonly value?: v.GenericSchema;
  readonly name?: RegExp;
  readonly options?: readonly string[];
  readonly requirement?: unknown;
  readonly requires?: (value: object) => readonly string[];
  readonly pipe?: readonly Inside[];
}

/** The steps of a type's pipe, including nested pipes. */
function stepsOf(inside: Inside): Inside[] {
  return (inside.pipe ?? []).flatMap((item) => [item, ...stepsOf(item)]);
}

/** The zones of the Region in which the modules are expanded. */
export const ZONES = [...'abcdefgh'].map((letter) => `eu-central-1${letter}`);

/** The only type of the generated ones that has GPUs: 8 of them. */
export const WITH_GPUS = 'p5.48xlarge';

/** Generators for keys whose constraints the schema alone does not express, or not in a way that can be generated. */
const BY_KEY: Record<string, fc.Arbitrary<unknown>> = {
  // Only one architecture, so that any combination is valid.
  instance_types: fc.uniqueArray(fc.constantFrom('m5.large', 'c6i', 'r7a.2xlarge', WITH_GPUS, 'optimal'), {
    minLength: 1,
  }),
  environment: fc.dictionary(
    fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/).filter((key) => !key.startsWith('AWS_BATCH')),
    fc.string(),
  ),
  min_vcpus: fc.nat(4),
  // A job fits every instance type, and all nodes fit into `max_vcpus`. modules.ts removes GPUs where there are none.
  vcpus: fc.integer({ min: 1, max: 2 }),
  memory: fc.integer({ min: 4, max: 3900 }),
  gpus: fc.integer({ min: 1, max: 8 }),
  max_vcpus: fc.integer({ min: 2048, max: 9999 }),
  vpc_cidr: fc.constantFrom('10.0.0.0/16', '172.16.128.0/17', '192.168.3.128/25'),
  cidr: fc.constant('10.0.0.0/8'),
  // Valid only for private images.
  ...Object.fromEntries(
    ['registry_id', 'region', 'refresh', 'pin', 'check'].map((key) => [key, fc.constant(undefined)]),
  ),
  // Overrides allow anything, so that the result would have no checkable properties.
  overrides: fc.constant(undefined),
  // Only one type, and one that has NVMe disks.
  nvme_scratch: fc.constant(undefined),
  disk_gib: fc.integer({ min: 30, max: 999 }),
  allocation_strategy: fc.constantFrom('BEST_FIT', 'BEST_FIT_PROGRESSIVE'),
  user_data: fc.constantFrom('#!/bin/sh\ntrue', 'Content-Type: multipart/mixed; boundary="a"\n\n--a\n\n--a--'),
  // Neither overlapping identifiers nor prefixes.
  shares: fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.double({ min: 0.01, max: 999, noNaN: true })),
  job_state_time_limits: fc.constantFrom('none', {}, { 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY': 600 }),
  egress: fc.constantFrom('all', { tcp: [443], udp: [] }, { udp: [53] }),
  // modules.ts adds what relates an entry to others or to the module. Explicit names could collide.
  name: fc.constant(undefined),
  // Networks restrict zones, blocks and images.
  network: fc.constant(undefined),
  nat_gateways: fc.constant(undefined),
  retention_days: fc.constantFrom(...RETENTION_DAYS),
  // They need an environment on EC2. test/fixtures/expand/ has them.
  instance_policies: fc.constant(undefined),
  instance_profile: fc.constant(undefined),
  // Earlier ones cannot mount Amazon EFS.
  platform_version: fc.constantFrom('LATEST', '1.4.0'),
  secrets: fc.dictionary(
    fc.stringMatching(/^SECRET_[A-Z]$/),
    fc.constantFrom<unknown>(
      'password',
      '/prod/password',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf:password::',
      { Ref: 'AWS::StackName' },
      { arn: 'a', kms_key: 'arn:aws:kms:eu-central-1:123456789012:key/a' },
    ),
  ),
  ulimits: fc.dictionary(
    fc.constantFrom('nofile', 'memlock', 'core'),
    fc.oneof(fc.integer({ min: -1, max: 99 }), fc.record({ soft: fc.nat(9), hard: fc.integer({ min: 9, max: 99 }) })),
  ),
  // The drivers of Fargate.
  log_driver: fc.constantFrom('awslogs', 'splunk'),
  tags: fc.dictionary(fc.stringMatching(/^[b-z]{1,4}:[a-z]$/), fc.stringMatching(/^[A-Za-z0-9 ]{0,9}$/)),
  mounts: fc.dictionary(
    fc.stringMatching(/^(\/[a-z_.-]{1,3}[a-z0-9]){1,2}$/),
    fc.oneof(
      fc.constantFrom('fs-0000000000000000a', { Ref: 'AWS::StackName' }),
      fc.record({
        efs: fc.constant('fs-0000000000000000b'),
        access_point: fc.constantFrom(undefined, 'fsap-0000000000000000a'),
        path: fc.constantFrom(undefined, '/a/b'),
        read_only: fc.constantFrom(undefined, true, false),
      }),
      fc.record({
        s3_files: fc.constant('arn:aws:s3files:eu-central-1:123456789012:file-system/fs-0000000000000000a'),
      }),
      fc.record({ host: fc.constant('/scratch'), read_only: fc.boolean() }),
      fc.record({ tmpfs_mib: fc.integer({ min: 1, max: 64 }) }),
    ),
  ),
  policies: fc.uniqueArray(
    fc.constantFrom<unknown>(
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      { Ref: 'AWS::StackName' },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
    ),
  ),
  // Keys of other entries.
  compute_environments: fc.constant(undefined),
  job_queue: fc.constant(undefined),
  // Required only of queues with fair-share scheduling, and not valid for others.
  share_identifier: fc.constant(undefined),
  count: fc.integer({ min: 5, max: 100 }),
  main: fc.nat(4),
  schedule_expression: fc.constantFrom('cron(0 2 ? * MON-FRI *)', 'rate(6 hours)', 'at(2027-01-31T23:00:00)'),
  timezone: fc.constantFrom('UTC', 'America/Argentina/Buenos_Aires'),
  // A random name can be that of a zone in another Region.
  availability_zones: fc.oneof(
    fc.integer({ min: 1, max: 8 }),
    fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 8 }),
  ),
};

/** The value without keys that its platform or its other keys exclude, and with those that these require. */
export function consistent(schema: v.GenericSchema, value: unknown, type?: EnvironmentType): unknown {
  if (Array.isArray(value)) return value.map((item, index) => consistent(stepOf(schema, index, value), item, type));
  if (!isMapping(value)) return value;
  const { instances } = value;
  const own = isMapping(instances) ? ((instances['compute_environment_type'] ?? 'EC2') as EnvironmentType) : type;
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = stepOf(schema, key, value);
    const { platforms, excludes = [] } = fieldOf(inner) ?? {};
    if (platforms && own && !platforms.includes(PLATFORMS[own])) continue;
    if (['nodes', 'capacity_reservation'].includes(key) && own !== 'EC2') continue;
    // `optimal` is no type for Managed Instances, and all types are x86.
    if (own === 'ECS_MANAGED_INSTANCES' && key === 'cpu_architecture') continue;
    if (own === 'ECS_MANAGED_INSTANCES' && key === 'instance_types' && (item as string[]).includes('optimal')) continue;
    const isExcluded = Object.keys(kept).some((other) =>
      fieldOf(stepOf(schema, other, value))?.excludes?.includes(key),
    );
    if (isExcluded || excludes.some((other) => Object.hasOwn(kept, other))) continue;
    const whole = consistent(inner, item, own);
    if (whole !== undefined) kept[key] = whole;
  }
  const { requires, entries } = unwrap(schema, value) as unknown as Inside;
  for (const key of requires?.(kept) ?? []) {
    const entry = entries?.[key] as v.GenericSchema | undefined;
    kept[key] ??= entry && fieldOf(entry)?.example;
  }
  return own && PLATFORMS[own] === 'FARGATE' && 'vcpus' in kept ? { ...kept, ...fargateSize(kept) } : kept;
}

/** A valid size for a job, chosen by its own, so that the same job always has the same. */
function fargateSize({ vcpus, memory }: Record<string, unknown>) {
  const sizes = FARGATE_SIZES.flatMap((size) => size.memory.map((each) => ({ vcpus: size.vcpus, memory: each })));
  return sizes[(Number(vcpus) + Number(memory)) % sizes.length];
}

const stepOf = (schema: v.GenericSchema, key: string | number, value: unknown): v.GenericSchema =>
  step(schema, key, value) ?? schema;

/** Literals that a schema accepts. */
export function arbitrary(schema: v.GenericSchema, key = ''): fc.Arbitrary<unknown> {
  const inside = schema as unknown as Inside;
  if (inside.wrapped) return fc.option(arbitrary(inside.wrapped, key), { nil: undefined });
  const special = inside.entries ? undefined : BY_KEY[key];
  if (special) return special;
  if (inside.forms) return fc.oneof(...inside.forms.map((form) => arbitrary(form, key)));
  if (inside.entries) {
    // `consistent` removes what is not required after all.
    const required = inside.requires?.({}) ?? [];
    const fields = Object.entries(inside.entries).map(([name, given]) => {
      const entry = required.includes(name) ? ((given as unknown as Inside).wrapped ?? given) : given;
      // Only the name of an image is required. Other names derive from keys.
      const isImage = name === 'name' && 'tag' in (inside.entries ?? {});
      return [name, isImage ? fc.constantFrom('busybox', 'quay.io/a/b') : arbitrary(entry, name)] as const;
    });
    return fc.record(Object.fromEntries(fields)).map((value) => {
      return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
    });
  }
  if (inside.type === 'record' && inside.name && inside.value) {
    // A mapping with the single key Ref or Condition is a function.
    const names = fc
      .stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/)
      .filter((name) => !/^(Ref|Condition)$/.test(name));
    const entries = fc.uniqueArray(fc.tuple(names, arbitrary(inside.value)), {
      selector: ([name]) => name,
      maxLength: 3,
    });
    return entries.map((list) => Object.fromEntries(list));
  }
  if (inside.item)
    return fc.uniqueArray(arbitrary(inside.item), { maxLength: 4, minLength: requirement(inside, 'min_length') ?? 0 });
  if (inside.options) return fc.constantFrom(...inside.options);
  return leaf(inside);
}

function leaf(inside: Inside): fc.Arbitrary<unknown> {
  const types = stepsOf(inside).map(({ type }) => type);
  if (types.includes('number')) {
    const min = requirement(inside, 'min_value') ?? 0;
    return fc.integer({ min, max: Math.min(requirement(inside, 'max_value') ?? min, min + 1000) });
  }
  if (types.includes('boolean')) return fc.constantFrom(true, false, 'true', 'false');
  if (types.includes('string')) {
    const pattern = stepsOf(inside).find(({ type }) => type === 'regex')?.requirement as RegExp | undefined;
    return pattern ? fc.stringMatching(pattern) : fc.string();
  }
  return fc.constant({});
}

function requirement(inside: Inside, type: string): number | undefined {
  return stepsOf(inside).find((item) => item.type === type)?.requirement as number | undefined;
}
