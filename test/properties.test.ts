/**
 * Property tests that hold for every template, generated from the language's fields and from arbitrary JSON. The file
 * is long because its cases share one set-up.
 */

import fc from 'fast-check';
import { expand } from '../macro/expand.js';
import { batch } from '../macro/schema/compute-environment.js';
import { provoseConfig } from '../macro/schema/provose-config.js';
import { resourceReferences } from '../macro/template/references.js';
import { isMapping, type Mapping, section, type Template } from '../macro/template/template.js';
import { arbitrary, consistent } from './support/arbitrary.js';
import { RUNS } from './support/runs.js';
import { violations } from './support/service-spec.js';

type Environments = Record<string, Mapping>;

/** Compute environments whose queues and job definitions have unique keys. */
const environments = arbitrary(batch)
  .map((value) => consistent(batch, value) as Environments)
  .filter((value) => Object.keys(value).length > 0)
  .map((value) => {
    const seen = { job_queues: new Set<string>(), job_definitions: new Set<string>() };
    const own = (sort: keyof typeof seen, entries: unknown) =>
      Object.fromEntries(
        Object.entries((entries ?? {}) as Mapping).filter(([key]) => !seen[sort].has(key) && seen[sort].add(key)),
      );
    return Object.fromEntries(
      Object.entries(value).map(([key, environment]) => {
        const job_queues = own('job_queues', environment['job_queues']);
        const job_definitions = own('job_definitions', environment['job_definitions']);
        // Schedules need a queue, and choose it only if there is one, which can require a share identifier.
        const [queue, ...others] = Object.values(job_queues) as Mapping[];
        const share = queue?.['fair_share'] ? { share_identifier: 'research' } : {};
        for (const [name, job] of Object.entries(job_definitions)) {
          const own = Object.entries(section(job as Mapping, 'schedules'));
          const schedules =
            others.length > 0 || !queue ? [] : own.map(([at, value]) => [at, { ...(value as Mapping), ...share }]);
          job_definitions[name] = { ...(job as Mapping), schedules: Object.fromEntries(schedules) };
        }
        return [key, { ...environment, job_queues, job_definitions }];
      }),
    );
  });

const config = arbitrary(provoseConfig).map((value) => {
  const { authentication: _, vpc, ...others } = consistent(provoseConfig, value) as Mapping;
  return vpc ? { ...others, vpc: { cidr: '10.0.0.0/8', ...(vpc as Mapping) } } : others;
});

const templates = fc
  .record({
    config,
    environments,
    own: fc.dictionary(fc.stringMatching(/^Own[A-Za-z0-9]{1,8}$/), fc.object({ maxDepth: 1 }), { maxKeys: 3 }),
  })
  .map(
    ({ config: provose_config, environments: value, own }): Template => ({
      Resources: own,
      'Provose::Batch': { provose_config, batch: value },
    }),
  );

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
      const names = Object.keys(body);
      if (names.length < 2) return;
      const gone = names[seed % names.length];
      const fewer = resourcesOf(
        withBatch(template, (value) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone))),
      );
      // These name all queues and definitions, or all that are scheduled.
      const named = /^Provose(SubmitPolicy|NotificationRule|SubmitRole)/;
      for (const [id, resource] of Object.entries(fewer)) if (!named.test(id)) expect(all[id]).toEqual(resource);
    }),
    RUNS,
  );
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
    fc.constantFrom(`us-west-2${letter}`, `us-west-2-lax-1${letter}`),
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
