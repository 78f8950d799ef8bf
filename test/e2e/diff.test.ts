/** Compares `diff` with what the local cloud then does to the resources of a stack, for edits of every key. */

import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { type Comparison, compare } from '../../cli/diff/report.js';
import { type Side, sideOf } from '../../cli/diff/side.js';
import { expandAsDeployed } from '../../cli/template-file.js';
import { DeploymentFailed } from '../../local-cloud/deploy.js';
import { module } from '../../macro/schema/module.js';
import { keysOf } from '../../macro/schema/walk.js';
import type { Template } from '../../macro/template/template.js';
import { useCloud } from '../support/cloud.js';

const clients = useCloud({ withMacro: false });
const SETTINGS = { parameters: {}, region: 'us-east-1', macroName: 'ProvoseBatch' };

const job = { image: 'busybox:1.36', vcpus: 1, memory: 512 };
const BASE = {
  Transform: 'ProvoseBatch',
  'Provose::Batch': {
    provose_config: { name: 'edits' },
    batch: {
      main: {
        instances: { instance_types: ['m5d.large'], max_vcpus: 4, disk_gib: 50 },
        job_queues: { work: {} },
        job_definitions: { job },
      },
      serverless: {
        instances: { compute_environment_type: 'FARGATE', max_vcpus: 4 },
        job_queues: { small: {} },
        job_definitions: { task: { ...job, vcpus: 0.25 } },
      },
    },
  },
};

/** Where the keys of an object are set. */
const PLACES: readonly (readonly [parent: string, place: readonly string[]])[] = [
  ['provose_config', ['provose_config']],
  ['batch.*', ['batch', 'main']],
  ['batch.*.instances', ['batch', 'main', 'instances']],
  ['batch.*.job_queues.*', ['batch', 'main', 'job_queues', 'work']],
  ['batch.*.job_definitions.*', ['batch', 'main', 'job_definitions', 'job']],
  ['batch.*.job_definitions.*', ['batch', 'serverless', 'job_definitions', 'task']],
];

function sideIf(template: Template): Side | undefined {
  const expansion = expandAsDeployed(template, SETTINGS);
  return expansion.template && sideOf(expansion.template, expansion, SETTINGS);
}

/** Values in place of examples that name what the local cloud does not have. */
const VALUES: Readonly<Record<string, unknown>> = { 'batch.*.overrides': { ComputeResources: { Ec2KeyPair: 'key' } } };

type Body = Record<string, Record<string, Record<string, unknown>>>;

/** The base with one change. */
function edited(change: (body: Body) => void): Template {
  const template = structuredClone(BASE);
  change(template['Provose::Batch'] as unknown as Body);
  return template;
}

interface Edit {
  readonly name: string;
  readonly change: (body: Body) => void;
}

/** For each place, an edit for each of its keys: the example of the key, if it is valid in the base. */
const keyEdits = PLACES.map(([parent, place]) =>
  keysOf(module).flatMap(({ path, name, field }): Edit[] => {
    // Whole entries are among the other edits.
    if (path !== `${parent}.${name}` || /^(instances|job_queues|job_definitions)$/.test(name)) return [];
    const change = (body: Body) => {
      const object = place.reduce((inner, key) => inner[key] as Body, body) as Record<string, unknown>;
      object[name] = VALUES[path] ?? field.example;
    };
    return sideIf(edited(change)) ? [{ name: [...place, name].join('.'), change }] : [];
  }),
);

/** Edits of one key of each place at once, or one after the other if they are not valid together. */
const rounds = Array.from({ length: Math.max(...keyEdits.map((edits) => edits.length)) }, (_, index): Edit[] => {
  const edits = keyEdits.flatMap((all) => all[index] ?? []);
  const change = (body: Body) => {
    for (const edit of edits) edit.change(body);
  };
  return sideIf(edited(change)) ? [{ name: edits.map(({ name }) => name).join(' and '), change }] : edits;
}).flat();

/** Edits of whole entries. */
const ENTRIES: Readonly<Record<string, (body: Body) => void>> = {
  'an environment is removed': ({ batch = {} }) => void delete batch['serverless'],
  'an environment is renamed': (body) => {
    const { main, ...others } = body['batch'] ?? {};
    body['batch'] = { ...others, renamed: main ?? {} };
  },
  'queues and definitions move to another environment': ({ batch = {} }) => {
    const { main = {}, serverless = {} } = batch;
    serverless['job_queues'] = { small: {}, work: {} };
    main['job_queues'] = {};
  },
  'a queue and a definition are renamed': ({ batch: { main = {} } = {} }) => {
    main['job_queues'] = { renamed: {} };
    main['job_definitions'] = { renamed: job };
  },
  'the type becomes Spot': ({ batch: { main = {} } = {} }) => {
    (main['instances'] as Record<string, unknown>)['compute_environment_type'] = 'SPOT';
  },
  'the type becomes Fargate Spot': ({ batch: { serverless = {} } = {} }) => {
    (serverless['instances'] as Record<string, unknown>)['compute_environment_type'] = 'FARGATE_SPOT';
  },
  'a queue gets a fair share': ({ batch: { main = {} } = {} }) => {
    main['job_queues'] = { work: { fair_share: {} } };
  },
  'a queue gets a tag': ({ batch: { main = {} } = {} }) => {
    main['job_queues'] = { work: { overrides: { Tags: { team: 'data' } } } };
  },
  'the launch template is removed': ({ batch: { main = {} } = {} }) => {
    delete (main['instances'] as Record<string, unknown>)['disk_gib'];
  },
  'environments are replaced when they change': ({ batch: { main = {} } = {} }) => {
    main['overrides'] = { ReplaceComputeEnvironment: true, ComputeResources: { Ec2KeyPair: 'key' } };
  },
};

/** What a comparison says, or what the events of an update show: the logical ids by action. */
type Touched = Readonly<Record<'added' | 'removed' | 'replaced' | 'updated', readonly string[]>>;

function expected({ changes }: Comparison): Touched {
  const ids = (...actions: string[]) => changes.filter(({ action }) => actions.includes(action)).map(({ id }) => id);
  return {
    added: ids('added').sort(),
    removed: ids('removed').sort(),
    replaced: ids('replaced').sort(),
    updated: ids('updated').sort(),
  };
}

function seen(events: readonly StackEvent[], before: Side, after: Side): Touched {
  const ids = (status: string) => [
    ...new Set(events.flatMap((event) => (event.ResourceStatus === status ? [event.LogicalResourceId ?? ''] : []))),
  ];
  // A retained resource leaves the stack as well, and one whose deletion fails.
  const deleted = [...ids('DELETE_IN_PROGRESS'), ...ids('DELETE_SKIPPED')];
  const isResource = (id: string) => before.resources.has(id) || after.resources.has(id);
  const updated = ids('UPDATE_COMPLETE').filter(isResource);
  return {
    added: ids('CREATE_COMPLETE').filter(isResource).sort(),
    removed: deleted.filter((id) => !after.resources.has(id)).sort(),
    replaced: updated.filter((id) => deleted.includes(id)).sort(),
    updated: updated.filter((id) => !deleted.includes(id)).sort(),
  };
}

/** Marked as failures, because AWS Batch keeps the scheduling policy of a queue. The local cloud removes it. */
const ACCEPTED = /cannot remove the scheduling policy/;

const entries = Object.entries(ENTRIES).map(([name, change]): Edit => ({ name, change }));

it(`says what the local cloud does, for ${keyEdits.flat().length} keys and ${entries.length} edits of entries`, async () => {
  const { deployer } = clients();
  const deploy = (template: Template, onEvent?: (event: StackEvent) => void) =>
    deployer.deploy('edits', JSON.stringify(expandAsDeployed(template, SETTINGS).template), {}, onEvent);
  await deploy(BASE);
  let current = sideIf(BASE) as Side;
  const wrong: unknown[] = [];
  const refused: string[] = [];
  // Each edit is compared with the previous one, so that each key is also removed.
  for (const { name, change } of [...rounds, ...entries]) {
    const template = edited(change);
    const side = sideIf(template) as Side;
    const report = compare(current, side);
    const says = expected(report);
    const fails = report.changes.filter(({ marks }) =>
      marks.some(({ kind, message }) => kind === 'failure' && !ACCEPTED.test(message)),
    );
    const events: StackEvent[] = [];
    try {
      await deploy(template, (event) => void events.push(event));
      const does = seen(events, current, side);
      if (fails.length > 0 || JSON.stringify(does) !== JSON.stringify(says))
        wrong.push({ name, says, does, fails: fails.map(({ marks }) => marks) });
    } catch (error) {
      if (!(error instanceof DeploymentFailed)) throw error;
      if (!fails.some(({ id }) => error.message.startsWith(`${id}: `))) {
        wrong.push({ name, says, fails: fails.map(({ marks }) => marks), error: error.message });
        continue;
      }
      refused.push(name);
      await deployer.remove('edits');
      await deploy(template);
    }
    current = side;
  }
  expect(wrong).toEqual([]);
  expect(refused).toEqual(expect.arrayContaining(['a queue gets a fair share', 'a queue gets a tag']));
  expect(keyEdits.flat().length).toBeGreaterThan(100);
});
