/** Generates values of the language from its fields, so that property tests cover everything that a field allows. */

import fc from 'fast-check';
import type * as v from 'valibot';
import { fieldOf, step } from '../../macro/schema/field.js';
import { RETENTION_DAYS } from '../../macro/schema/logs.js';
import { type Platform, platformOf } from '../../macro/schema/platform.js';
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

/** Generators for keys whose constraints the schema alone does not express, or not in a way that can be generated. */
const BY_KEY: Record<string, fc.Arbitrary<unknown>> = {
  // Only one architecture, so that any combination is valid.
  instance_types: fc.uniqueArray(fc.constantFrom('m5.large', 'c6i', 'r7a.2xlarge', 'p5.48xlarge', 'optimal'), {
    minLength: 1,
  }),
  environment: fc.dictionary(
    fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/).filter((key) => !key.startsWith('AWS_BATCH')),
    fc.string(),
  ),
  min_vcpus: fc.nat(4),
  max_vcpus: fc.integer({ min: 4, max: 9999 }),
  vpc_cidr: fc.constantFrom('10.0.0.0/16', '172.16.128.0/17', '192.168.3.128/25'),
  cidr: fc.constant('10.0.0.0/8'),
  // Valid only for private images.
  ...Object.fromEntries(
    ['registry_id', 'region', 'refresh', 'pin', 'check'].map((key) => [key, fc.constant(undefined)]),
  ),
  // Overrides allow anything, so that the result would have no checkable properties.
  overrides: fc.constant(undefined),
  // Explicit names could collide. Names derived from unique keys cannot.
  name: fc.constant(undefined),
  // Networks restrict zones, blocks and images. test/networks.test.ts tests their combinations.
  network: fc.constantFrom('public', undefined),
  nat_gateways: fc.constant(undefined),
  retention_days: fc.constantFrom(...RETENTION_DAYS),
  instance_policies: fc.subarray<unknown>([
    'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
  ]),
  // Keys that differ not only in case.
  tags: fc.dictionary(
    fc.stringMatching(/^[a-z][a-z0-9:-]{0,8}$/).filter((key) => !/^(aws:|provose$)/.test(key)),
    fc.stringMatching(/^[a-z .]{0,9}$/),
  ),
  // Keys of other entries.
  compute_environments: fc.constant(undefined),
};

/** The value without keys that its platform or its other keys exclude, as rules demand. */
export function consistent(schema: v.GenericSchema, value: unknown, platform?: Platform): unknown {
  if (Array.isArray(value)) return value.map((item, index) => consistent(stepOf(schema, index, value), item, platform));
  if (!isMapping(value)) return value;
  const own = isMapping(value['instances']) ? platformOf(value['instances']) : platform;
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = stepOf(schema, key, value);
    const { platforms, excludes = [] } = fieldOf(inner) ?? {};
    if (platforms && own && !platforms.includes(own)) continue;
    const isExcluded = Object.keys(kept).some((other) =>
      fieldOf(stepOf(schema, other, value))?.excludes?.includes(key),
    );
    if (isExcluded || excludes.some((other) => Object.hasOwn(kept, other))) continue;
    kept[key] = consistent(inner, item, own);
  }
  return kept;
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
    const names = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,12}$/);
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
