/**
 * Property tests that hold for every template, generated from the language's fields and from arbitrary JSON. The file
 * is long because its cases share one set-up.
 */

import fc from 'fast-check';
import { expand } from '../macro/expand.js';
import { type Kind, logicalId } from '../macro/template/logical-id.js';
import { resourceReferences } from '../macro/template/references.js';
import { isMapping, type Mapping, type Template } from '../macro/template/template.js';
import { type Environments, modules } from './support/modules.js';
import { RUNS } from './support/runs.js';
import { violations } from './support/service-spec.js';

const templates = fc
  .record({
    body: modules,
    own: fc.dictionary(fc.stringMatching(/^Own[A-Za-z0-9]{1,8}$/), fc.object({ maxDepth: 1 }), { maxKeys: 3 }),
  })
  .map(({ body, own }): Template => ({ Resources: own, 'Provose::Batch': body }));

const context = { parameters: {}, region: 'eu-central-1', isComplete: true };

function resourcesOf(template: Template): Record<string, Mapping> {
  const { template: output, diagnostics } = expand(template, context);
  if (!output) throw new Error(JSON.stringify(diagnostics, null, 1));
  return output['Resources'] as Record<string, Mapping>;
}

function withBatch(template: Template, change: (value: Environments) => Environments): Template {
  const body = template['Provose::Batch'] as { batch: Environments };
  return { ...template, 'Provose::Batch': { ...body, batch: change(body.batch) } };
}

it('expands anything that the fields allow into resources that conform to AWS’s specification', () => {
  fc.assert(
    fc.property(templates, (template) => {
      const made = Object.entries(resourcesOf(template)).filter(([id]) => id.startsWith('Provose'));
      expect(violations({ Resources: Object.fromEntries(made) })).toEqual([]);
    }),
    RUNS,
  );
});

it('gives the same bytes twice and does not modify its input', () => {
  fc.assert(
    fc.property(templates, (template) => {
      const before = JSON.stringify(template);
      expect(JSON.stringify(expand(deepFreeze(template), context))).toBe(
        JSON.stringify(expand(JSON.parse(before), context)),
      );
      expect(JSON.stringify(template)).toBe(before);
    }),
    RUNS,
  );
});

it('is idempotent and always removes the section', () => {
  fc.assert(
    fc.property(templates, (template) => {
      const { template: once = {} } = expand(template, context);
      expect(Object.keys(once).filter((name) => name !== 'Outputs')).toEqual(['Resources']);
      expect(expand(once, context).template).toBe(once);
    }),
    RUNS,
  );
});

it('keeps the template’s own resources and emits only references that resolve', () => {
  fc.assert(
    fc.property(templates, (template) => {
      const resources = resourcesOf(template);
      const own = template['Resources'] as Mapping;
      for (const [id, resource] of Object.entries(own)) expect(resources[id]).toBe(resource);
      const made = Object.entries(resources).filter(([id]) => !(id in own));
      for (const [id, resource] of made) {
        for (const { name } of resourceReferences(id, resource))
          if (!name.startsWith('AWS::')) expect(resources).toHaveProperty([name]);
        for (const id of (resource['DependsOn'] as string[] | undefined) ?? []) expect(resources).toHaveProperty([id]);
      }
    }),
    RUNS,
  );
});

it('changes no other resource if an entry is added, removed or moved', () => {
  fc.assert(
    fc.property(templates, fc.nat(), (template, seed) => {
      const all = resourcesOf(template);
      const reversed = resourcesOf(withBatch(template, (value) => Object.fromEntries(Object.entries(value).reverse())));
      expect(sorted(reversed)).toEqual(sorted(all));

      const body = (template['Provose::Batch'] as { batch: Environments }).batch;
      const names = Object.keys(body).filter((name) => !isRelated(body, name));
      if (names.length === 0 || Object.keys(body).length < 2) return;
      const gone = names[seed % names.length];
      const fewer = resourcesOf(
        withBatch(template, (value) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone))),
      );
      for (const [id, resource] of Object.entries(fewer))
        if (!NAMES_ENTRIES.test(id)) expect(apart(all[id])).toEqual(apart(resource));
    }),
    RUNS,
  );
});

/** The resources of a module that name all queues and definitions, or all that are scheduled. */
const NAMES_ENTRIES = /^Provose(SubmitPolicy|NotificationRule|SubmitRole)/;

/** A resource without DependsOn, in which compute environments list the endpoints that any definition needs. */
function apart({ DependsOn: _, ...resource }: Mapping = {}): Mapping {
  return resource;
}

/** Whether a queue of one environment runs jobs on the other, or a schedule submits jobs from one to the other. */
function isRelated(all: Environments, name: string): boolean {
  const names = (environment: Mapping | undefined) => {
    const queues = Object.values((environment?.['job_queues'] ?? {}) as Record<string, Mapping>);
    const jobs = Object.values((environment?.['job_definitions'] ?? {}) as Record<string, Mapping>);
    const schedules = jobs.flatMap((job) => Object.values((job['schedules'] ?? {}) as Record<string, Mapping>));
    return [
      ...queues.flatMap((one) => one['compute_environments']),
      ...schedules.map((one) => one['job_queue']),
    ].flat();
  };
  const holds = (environment: Mapping | undefined, key: string) =>
    Object.hasOwn((environment?.['job_queues'] ?? {}) as Mapping, key);
  const links = (from: string, to: string) => names(all[from]).some((key) => key === to || holds(all[to], String(key)));
  return Object.keys(all).some((other) => other !== name && (links(name, other) || links(other, name)));
}

/** The kinds of resources that belong to one entry, by where the entry is. */
const OWNED: Readonly<Record<string, readonly Kind[]>> = {
  environment: ['ComputeEnvironment', 'SecurityGroup', 'LaunchTemplate', 'SpotFleetRole', 'NodeIngress'],
  job_queues: ['JobQueue', 'SchedulingPolicy'],
  job_definitions: ['JobDefinition', 'JobRole', 'ExecutionRole'],
};

interface Place {
  readonly sort: string;
  readonly environment: string;
  readonly key: string;
  readonly value: Mapping;
}

/** All entries of a module: its environments, without what is in them, its queues and its definitions. */
const placesOf = (all: Environments): Place[] =>
  Object.entries(all).flatMap(([environment, { job_queues, job_definitions, ...value }]) => [
    { sort: 'environment', environment, key: environment, value },
    ...Object.entries({ job_queues, job_definitions }).flatMap(([sort, entries = {}]) =>
      Object.entries(entries as Environments).map(([key, value]) => ({ sort, environment, key, value })),
    ),
  ]);

/** The ids of the resources of an entry. */
const ownedBy = ({ sort, key, value }: Place) => [
  ...(OWNED[sort] ?? []).map((kind) => logicalId('Provose', kind, key)),
  ...Object.keys((value['schedules'] ?? {}) as Mapping).map((at) => logicalId('Provose', 'Schedule', `${key} ${at}`)),
];

/** The same environments with another value of one entry. */
function withEntry(all: Environments, { sort, environment, key }: Place, value: Mapping): Environments {
  const { [environment]: own = {} } = all;
  if (sort !== 'environment') {
    return { ...all, [environment]: { ...own, [sort]: { ...(own[sort] as Mapping), [key]: value } } };
  }
  const { job_queues, job_definitions } = own;
  return { ...all, [environment]: { ...value, job_queues, job_definitions } };
}

/** What a key may change in other entries, which the guide says: definitions follow the environments of their queues. */
const REACHES: Readonly<Record<string, RegExp>> = {
  // Retries on Spot, the platform, and mounts of scratch disks.
  instances: /^Provose(JobDefinition|ExecutionRole|NodeIngress)/,
  // Retries on Spot and the default of scheduling_priority, and which queue is the only one of a schedule.
  compute_environments: /^Provose(JobDefinition|NodeIngress|Schedule)/,
  fair_share: /^ProvoseJobDefinition/,
  // The environments that can run the nodes admit themselves.
  nodes: /^ProvoseNodeIngress/,
  schedules: /^ProvoseNodeIngress/,
};

it('changes no resource of another entry if one key of an entry changes', () => {
  let compared = 0;
  fc.assert(
    fc.property(templates, modules, fc.nat(), fc.nat(), (template, donor, which, what) => {
      const all = (template['Provose::Batch'] as { batch: Environments }).batch;
      const places = placesOf(all);
      const place = places[which % places.length] as Place;
      const donors = placesOf(donor.batch).filter(({ sort }) => sort === place.sort);
      const given = donors[what % (donors.length + 1)]?.value ?? {};
      const keys = [...new Set([...Object.keys(place.value), ...Object.keys(given)])];
      const key = keys[what % keys.length] ?? '';
      const { [key]: _, ...others } = place.value;
      const value = key in given ? { ...others, [key]: given[key] } : others;
      const changed = expand(
        withBatch(template, () => withEntry(all, place, value)),
        context,
      );
      // What one key requires of others is not known here.
      if (!changed.template) return;
      compared += 1;
      const before = resourcesOf(template);
      const after = changed.template['Resources'] as Record<string, Mapping>;
      for (const id of places.filter((other) => other !== place).flatMap(ownedBy))
        if (!REACHES[key]?.test(id)) expect([id, apart(after[id])]).toEqual([id, apart(before[id])]);
    }),
    RUNS,
  );
  expect(compared).toBeGreaterThan(RUNS.numRuns / 3);
});

it('changes no other definition’s image if an entry is removed', () => {
  const some = (...values: unknown[]) => fc.constantFrom<unknown>(undefined, ...values);
  const image = fc
    .record({
      name: fc.constantFrom('team/app', { 'Fn::Sub': '${AWS::StackName}/app' }),
      tag: some('1', { Ref: 'AWS::StackName' }),
      region: some('eu-west-1'),
      refresh: some('1', '2'),
      // `pin: digest` requires `check`.
      checked: fc.constantFrom({}, { check: false }, { pin: 'digest' }),
    })
    .map(({ checked, ...rest }) => ({ ...rest, ...checked, private_registry: true }));
  const types = fc.constantFrom<unknown>('m5.large', 'c7g.large', { Ref: 'AWS::StackName' });
  const jobs = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.record({ image, type: types }), { minKeys: 2 });
  /** The image resource of each definition, by the definition’s name. */
  const imagesOf = (list: [string, { image: unknown; type: unknown }][]) => {
    const body = list.map(([key, { image: own, type }]) => {
      const instances = { instance_types: [type], max_vcpus: 1 };
      const job_definitions = { [key]: { image: own, vcpus: 1, memory: 4 } };
      return [key, { instances, job_queues: {}, job_definitions }] as const;
    });
    // JSON drops `undefined` values.
    const resources = resourcesOf(JSON.parse(JSON.stringify({ 'Provose::Batch': Object.fromEntries(body) })));
    return list.map(([key]) => {
      const job = JSON.stringify(resources[`ProvoseJobDefinition${key.toUpperCase()}`]);
      const [id = ''] = /ProvoseImage\w+/.exec(job) ?? [];
      return [key, id, resources[id]];
    });
  };
  fc.assert(
    fc.property(jobs, fc.nat(), (definitions, seed) => {
      const list = Object.entries(definitions);
      const isKept = (_: unknown, index: number) => index !== seed % list.length;
      expect(imagesOf(list.filter(isKept))).toEqual(imagesOf(list).filter(isKept));
    }),
    RUNS,
  );
});

it('changes no other subnet if a named zone is added, removed or moved', () => {
  // Local Zones in addition to the Region's own zones.
  const zones = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) =>
    fc.constantFrom(`eu-central-1${letter}`, `eu-central-1-lax-1${letter}`),
  );
  const subnetsOf = (availability_zones: readonly string[]) =>
    resourcesOf({
      'Provose::Batch': {
        provose_config: { availability_zones },
        batch: { small: { instances: { instance_types: ['m5.large'], max_vcpus: 2 }, job_queues: {} } },
      },
    });
  fc.assert(
    fc.property(
      fc.tuple(...zones).chain((all) => fc.shuffledSubarray(all, { minLength: 1 })),
      fc.nat(),
      (list, seed) => {
        const all = subnetsOf(list);
        expect(JSON.stringify(subnetsOf([...list].sort((a, b) => (a.slice(-1) < b.slice(-1) ? -1 : 1))))).toBe(
          JSON.stringify(all),
        );
        const fewer = list.filter((_, index) => index !== seed % list.length);
        if (fewer.length === 0) return;
        for (const [id, resource] of Object.entries(subnetsOf(fewer)))
          if (/^Provose(Subnet|TableAssociation)/.test(id)) expect(resource).toEqual(all[id]);
      },
    ),
    RUNS,
  );
});

it('ignores the order of keys', () => {
  const backwards = (value: unknown): unknown =>
    isMapping(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, backwards(item)]),
        )
      : value;
  fc.assert(
    fc.property(templates, (template) => {
      expect(sorted(resourcesOf(backwards(template) as Template))).toEqual(sorted(resourcesOf(template)));
    }),
    RUNS,
  );
});

it('turns any input into a template or into diagnostics whose paths exist', () => {
  const keys = fc.oneof(
    fc.string(),
    fc.constantFrom('batch', 'provose_config', 'instances', 'job_queues', 'Fn::If', 'Ref', '__proto__', 'constructor'),
  );
  const json = fc.object({
    key: keys,
    maxDepth: 5,
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true })],
  });
  fc.assert(
    fc.property(json, json, (section, rest) => {
      const template = JSON.parse(JSON.stringify({ ...rest, 'Provose::Batch': section }));
      const { template: output, diagnostics } = expand(template, context);
      expect(output === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      for (const { path, message, hint } of diagnostics) {
        let value: unknown = template;
        for (const key of path) {
          expect(Object.hasOwn(value as object, key)).toBe(true);
          value = (value as Mapping)[key];
        }
        expect(message).not.toBe('');
        expect(hint).not.toMatch(/^$|undefined/);
      }
    }),
    RUNS,
  );
});

it('returns a template without a module unchanged', () => {
  fc.assert(
    fc.property(fc.object({ withNullPrototype: true }), (template) => {
      expect(expand(template, context)).toEqual({ template, diagnostics: [] });
    }),
    RUNS,
  );
});

function sorted(value: object) {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
