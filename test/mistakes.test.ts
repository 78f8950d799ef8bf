/**
 * Property tests of what is reported: functions in a valid module add no error, and a mistake adds its own diagnostics
 * and no others.
 */

import fc from 'fast-check';
import type * as v from 'valibot';
import attributes from '../cli/attributes.json' with { type: 'json' };
import type { Diagnostic } from '../macro/diagnostics/diagnostics.js';
import { expand } from '../macro/expand.js';
import { checkFunctions } from '../macro/finish/functions.js';
import { fieldOf } from '../macro/schema/field.js';
import { acceptsIntrinsics, prefersKnown, step, takesOf, unwrap } from '../macro/schema/inside.js';
import { module } from '../macro/schema/module.js';
import { isIntrinsic, isUnseen } from '../macro/template/intrinsics.js';
import { isMapping, type Mapping, type Path } from '../macro/template/template.js';
import { type Body, modules } from './support/modules.js';
import { RUNS } from './support/runs.js';

interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly schema: v.GenericSchema;
}

/** Every value of a body that the language knows, outer values first. */
function placesIn(value: unknown, schema: v.GenericSchema = module, path: Path = []): Place[] {
  if (isUnseen(value)) return [{ path, value, schema }];
  const keys = Array.isArray(value) ? [...value.keys()] : isMapping(value) ? Object.keys(value) : [];
  const inside = keys.flatMap((key) => {
    const inner = step(schema, key, value);
    const item = (value as Record<string | number, unknown>)[key];
    return inner && unwrap(inner, item).type !== 'any' ? placesIn(item, inner, [...path, key]) : [];
  });
  return [{ path, value, schema }, ...inside];
}

/** One of the places, drawn by its key first, because most places are entries of a few mappings. */
function drawFrom(places: readonly Place[], number: number): Place | undefined {
  const kindOf = ({ path, schema }: Place) => String(fieldOf(schema) ? path.at(-1) : `${path.at(-2)} entry`);
  const kinds = [...new Set(places.map(kindOf))].sort();
  const same = places.filter((place) => kindOf(place) === kinds[number % kinds.length]);
  return same[Math.floor(number / kinds.length) % same.length];
}

/** The value with another one at a path. */
function replaced(value: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, change) : item));
  const entries = Object.entries(value as Mapping);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? replaced(item, rest, change) : item]));
}

const PARAMETERS = { Text: { Type: 'String' }, List: { Type: 'CommaDelimitedList' } };

const templateOf = (body: unknown) => ({
  Parameters: PARAMETERS,
  Conditions: { Unknown: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '1'] } },
  Resources: { Own: { Type: 'AWS::SNS::Topic' } },
  'Provose::Batch': body,
});

const errorsOf = (body: unknown, parameters: Mapping = {}) => {
  const context = { parameters, region: 'eu-central-1', isComplete: true };
  const { diagnostics } = expand(templateOf(body), context, checkFunctions(attributes));
  return diagnostics.filter(({ severity }) => severity === 'error');
};

const isBelow = (path: Path, above: Path) => above.every((key, index) => path[index] === key);

/** Functions whose value is text, or a list. */
const TEXTS: readonly ((value: unknown) => unknown)[] = [
  () => ({ Ref: 'Text' }),
  () => ({ 'Fn::GetAtt': ['Own', 'TopicArn'] }),
  () => ({ 'Fn::ImportValue': 'text' }),
  () => ({ 'Fn::Sub': '${Text}' }),
  () => ({ 'Fn::Sub': ['${A}${AWS::Region}', { A: { Ref: 'Text' } }] }),
  () => ({ 'Fn::Select': [0, { Ref: 'List' }] }),
  () => '{{resolve:ssm:/text}}',
  (value) => ({ 'Fn::If': ['Unknown', isFree(value) ? value : 'text', { Ref: 'Text' }] }),
];
/** Whether a value can be a branch: no mapping of the language, and no e-mail address, which makes other resources. */
const isFree = (value: unknown) => isIntrinsic(value) || (!isMapping(value) && !String(value).includes('@'));
const LISTS: readonly ((value: unknown) => unknown)[] = [
  () => ({ Ref: 'List' }),
  () => ({ 'Fn::Split': [',', { 'Fn::ImportValue': 'list' }] }),
  () => ({ 'Fn::GetAZs': '' }),
  (value) => ({ 'Fn::If': ['Unknown', value, { Ref: 'List' }] }),
];

/** The body with functions at some of the places that accept them. */
function withFunctions(body: Body, numbers: readonly number[], isAllowed: (place: Place) => boolean): unknown {
  let result: unknown = body;
  const done: Path[] = [];
  const isUsable = (place: Place) =>
    // The keys of environments decide which jobs and schedules belong to a queue.
    place.path.at(-2) !== 'compute_environments' &&
    acceptsIntrinsics(place.schema, { Ref: 'Text' }) &&
    isAllowed(place);
  const places = placesIn(body).filter(isUsable);
  for (const number of numbers) {
    const { path = [], schema = module } = drawFrom(places, number) ?? {};
    // Two names with the same function are the same name.
    const isClose = (other: Path) =>
      isBelow(path, other) || isBelow(other, path) || (path.at(-1) === 'name' && other.at(-1) === 'name');
    if (path.length === 0 || done.some(isClose)) continue;
    done.push(path);
    const functions = takesOf(schema) === 'list' ? LISTS : TEXTS;
    const change = functions[Math.floor(number / 1000) % functions.length] as (value: unknown) => unknown;
    result = replaced(result, path, change);
  }
  return result;
}

const numbers = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 4 });

it('reports no error of functions whose values are known only at deployment', () => {
  fc.assert(
    fc.property(modules, numbers, (body, drawn) => {
      expect(errorsOf(withFunctions(body, drawn, () => true))).toEqual([]);
    }),
    RUNS,
  );
});

it('reports no error of parameters with values, except where the expansion needs the value', () => {
  const isOpen = ({ schema }: Place) => !prefersKnown(schema, { Ref: 'Text' });
  fc.assert(
    fc.property(modules, numbers, fc.constantFrom('', '!', '1'), (body, drawn, text) => {
      const changed = withFunctions(body, drawn, isOpen);
      expect(errorsOf(changed, { Text: text, List: [text, text] })).toEqual([]);
    }),
    RUNS,
  );
});

it('takes a dynamic reference for a value that only the deployment knows', () => {
  const value = '{{resolve:ssm:/value}}';
  const image = { private_registry: true, name: value };
  const small = {
    instances: { compute_environment_type: 'FARGATE', max_vcpus: 4 },
    job_queues: { main: {}, other: { compute_environments: [value] } },
    job_definitions: { job: { image, vcpus: 1, memory: 2048, log_configuration: { log_driver: value } } },
  };
  const managed = {
    instances: { compute_environment_type: 'ECS_MANAGED_INSTANCES', max_vcpus: 4, instance_types: ['m7g.large'] },
    job_queues: { managed: {} },
    job_definitions: { arm: { image: 'busybox:1', vcpus: 1, memory: 2048, cpu_architecture: value } },
  };
  const provose_config = { authentication: { aws: { region: value } } };
  expect(errorsOf({ provose_config, batch: { small, managed } })).toEqual([]);
});

/** Expects errors at a place or below, or that say that a key is missing in what is above it, and no others. */
function expectOnly(errors: readonly Diagnostic[], path: Path): void {
  const at = ['Provose::Batch', ...path];
  const own = errors.filter((error) => isBelow(error.path, at));
  expect([at, own.length]).toEqual([at, expect.any(Number)]);
  expect(own).not.toEqual([]);
  const above = at.slice(0, -1);
  const isMissing = (error: Diagnostic) => error.code === 'missing-key' && error.path.join() === above.join();
  expect(errors.filter((error) => !own.includes(error) && !isMissing(error))).toEqual([]);
}

it('reports an invalid value, and nothing else', () => {
  fc.assert(
    fc.property(modules, fc.nat(1_000_000), (body, number) => {
      const places = placesIn(body).filter(({ path }) => path.length > 0);
      const { path, value } = drawFrom(places, number) as Place;
      // A list where a list is possible would be right by its length.
      const wrong = Array.isArray(value) ? { wrong: { key: 1 } } : typeof value === 'number' ? 'wrong!' : [[[]]];
      expectOnly(errorsOf(replaced(body, path, () => wrong)), path);
    }),
    { ...RUNS, numRuns: RUNS.numRuns * 3 },
  );
});

it('reports a misspelled key, and nothing else', () => {
  fc.assert(
    fc.property(modules, fc.nat(1_000_000), (body, number) => {
      const places = placesIn(body).filter(({ path, schema }) => path.length > 1 && fieldOf(schema));
      const { path } = drawFrom(places, number) as Place;
      const parent = path.slice(0, -1);
      const key = String(path.at(-1));
      const changed = replaced(body, parent, (value) =>
        Object.fromEntries(
          Object.entries(value as Mapping).map(([name, item]) => [name === key ? `${key}z` : name, item]),
        ),
      );
      expectOnly(errorsOf(changed), [...parent, `${key}z`]);
    }),
    { ...RUNS, numRuns: RUNS.numRuns * 3 },
  );
});

it('reports an invalid name, and nothing else', () => {
  fc.assert(
    fc.property(modules, fc.nat(1_000_000), (body, number) => {
      const places = placesIn(body).filter(({ path }) => path.at(-2) === 'job_definitions' && path.length === 4);
      if (places.length === 0) return;
      const { path } = drawFrom(places, number) as Place;
      const parent = path.slice(0, -1);
      const changed = replaced(body, parent, (value) =>
        Object.fromEntries(
          Object.entries(value as Mapping).map(([name, item]) => [name === path.at(-1) ? 'a name' : name, item]),
        ),
      );
      expectOnly(errorsOf(changed), [...parent, 'a name']);
    }),
    RUNS,
  );
});

/** The body with a setting, or a key of an environment, in or next to `batch`; the path at which the key is then. */
function misplace(body: Body, number: number): { changed: unknown; path: Path } | undefined {
  const places = placesIn(body).filter(({ path, value, schema }) => {
    const isSetting = path[0] === 'provose_config' && path.length === 2;
    return fieldOf(schema) && (isSetting || (path[0] === 'batch' && path.length === 3)) && value !== undefined;
  });
  if (places.length === 0) return undefined;
  const { path, value } = drawFrom(places, number) as Place;
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  const { [key]: _, ...rest } = parent.reduce<unknown>((inner, name) => (inner as Mapping)[name], body) as Mapping;
  const without = replaced(body, parent, () => rest) as Mapping;
  const isInside = number % 2 === 0;
  return {
    changed: isInside
      ? { ...without, batch: { ...(without['batch'] as Mapping), [key]: value } }
      : { ...without, [key]: value },
    path: isInside ? ['batch', key] : [key],
  };
}

it('reports a misplaced key, and nothing else', () => {
  fc.assert(
    fc.property(modules, fc.nat(1_000_000), (body, number) => {
      const { changed, path } = misplace(body, number) ?? {};
      if (path === undefined) return;
      const errors = errorsOf(changed);
      expect(errors.map((error) => [error.code, error.path])).toEqual([['misplaced-key', ['Provose::Batch', ...path]]]);
    }),
    { ...RUNS, numRuns: RUNS.numRuns * 3 },
  );
});
