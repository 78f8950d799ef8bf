/**
 * Generates whole modules: entries as `arbitrary` generates them, each valid by itself, and then what relates them to
 * each other and to the module: queues of several compute environments, schedules, names, images and networks.
 */

import fc from 'fast-check';
import { batch } from '../../macro/schema/compute-environment.js';
import { type EnvironmentType, PLATFORMS } from '../../macro/schema/platform.js';
import { provoseConfig } from '../../macro/schema/provose-config.js';
import { type Mapping, section } from '../../macro/template/template.js';
import { arbitrary, consistent, WITH_GPUS, ZONES } from './arbitrary.js';

export type Environments = Record<string, Mapping>;
export interface Body {
  readonly provose_config: Mapping;
  readonly batch: Environments;
}

/** Draws a number below another from numbers that are generated in advance, which are 0 in the simplest module. */
type Draw = (count: number) => number;

function drawFrom(numbers: readonly number[]): Draw {
  let index = 0;
  return (count) => (numbers[index++ % numbers.length] ?? 0) % count;
}

const oneOf = <T>(draw: Draw, values: readonly T[]) => values[draw(values.length)] as T;

/** Some of the values in any order, at least one. */
function someOf<T>(draw: Draw, values: readonly T[], most = values.length): T[] {
  const left = [...values];
  return Array.from({ length: 1 + draw(Math.min(most, left.length)) }, () => left.splice(draw(left.length), 1)).flat();
}

const entriesOf = (value: Mapping, key: string) => Object.entries(section(value, key)) as [string, Mapping][];
const typeOf = (environment: Mapping) =>
  (section(environment, 'instances')['compute_environment_type'] ?? 'EC2') as EnvironmentType;
const platformOf = (environment: Mapping) => PLATFORMS[typeOf(environment)];

/** Compute environments whose queues and job definitions have unique keys. */
const environments = arbitrary(batch)
  .map((value) => consistent(batch, value) as Environments)
  .filter((value) => Object.keys(value).length > 0)
  .map((value) => {
    const seen = { job_queues: new Set<string>(), job_definitions: new Set<string>() };
    const own = (sort: keyof typeof seen, environment: Mapping) =>
      Object.fromEntries(entriesOf(environment, sort).filter(([key]) => !seen[sort].has(key) && seen[sort].add(key)));
    return Object.fromEntries(
      Object.entries(value).map(([key, environment]) => {
        const job_queues = own('job_queues', environment);
        return [key, { ...environment, job_queues, job_definitions: own('job_definitions', environment) }];
      }),
    );
  });

const config = arbitrary(provoseConfig).map((value) => {
  const { authentication: _, vpc, ...others } = consistent(provoseConfig, value) as Mapping;
  return vpc ? { ...others, vpc: { cidr: '10.0.0.0/8', ...(vpc as Mapping) } } : others;
});

export const modules: fc.Arbitrary<Body> = fc
  .tuple(config, environments, fc.array(fc.nat(9999), { minLength: 1, maxLength: 40 }))
  .map(([own, all, numbers]) => {
    const draw = drawFrom(numbers);
    const related = withoutImpossible(withSchedules(withQueues(all, draw), draw));
    const provose_config = withNetwork(own, draw);
    return {
      provose_config,
      batch: withImages(withNames(related, draw), provose_config['network'] === 'endpoints', draw),
    };
  });

/** The environments with each queue, or each definition, changed by a function. */
function mapMembers(
  all: Environments,
  sort: 'job_queues' | 'job_definitions',
  change: (member: Mapping, environment: Mapping, key: string) => Mapping,
): Environments {
  return mapValues(all, (environment) => ({
    ...environment,
    [sort]: Object.fromEntries(
      entriesOf(environment, sort).map(([key, member]) => [key, change(member, environment, key)]),
    ),
  }));
}

const mapValues = <T, R>(all: Readonly<Record<string, T>>, change: (value: T) => R) =>
  Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value)]));

/** Queues of up to three environments of the kind of the one that they are in, which need not be among them. */
function withQueues(all: Environments, draw: Draw): Environments {
  const isOnDemand = (key: string) => section(all[key] ?? {}, 'instances')['capacity_option_type'] !== 'SPOT';
  return mapMembers(all, 'job_queues', (queue, environment) => {
    if (draw(2) === 0) return queue;
    const same = Object.keys(all).filter((key) => platformOf(all[key] ?? {}) === platformOf(environment));
    const named = someOf(draw, same, 3);
    // Managed Instances: On-Demand before Spot.
    const sorted = [...named.filter(isOnDemand), ...named.filter((key) => !isOnDemand(key))];
    const isManaged = platformOf(environment) === 'MANAGED_INSTANCES';
    return { ...queue, compute_environments: isManaged ? sorted : named };
  });
}

interface Place {
  readonly key: string;
  /** The key of the environment that it is in. */
  readonly home: string;
  readonly queue: Mapping;
  readonly platform: string;
  /** The keys of its environments. */
  readonly runsOn: readonly string[];
}

const queuesOf = (all: Environments): Place[] =>
  Object.entries(all).flatMap(([name, environment]) =>
    entriesOf(environment, 'job_queues').map(([key, queue]) => ({
      key,
      home: name,
      queue,
      platform: platformOf(environment),
      runsOn: (queue['compute_environments'] ?? [name]) as string[],
    })),
  );

const ELSEWHERE = 'arn:aws:batch:eu-central-1:123456789012:job-queue/elsewhere';

/** Schedules for the only queue, another one of the same kind, or one outside the module; with a share where required. */
function withSchedules(all: Environments, draw: Draw): Environments {
  const queues = queuesOf(all);
  const keyOf = (environment: Mapping) => Object.keys(all).find((key) => all[key] === environment) ?? '';
  return mapMembers(all, 'job_definitions', (job, environment) => {
    const using = queues.filter(({ runsOn }) => runsOn.includes(keyOf(environment)));
    const same = queues.filter(({ platform }) => platform === platformOf(environment));
    const places: [Mapping, Mapping?][] = [
      ...(using.length === 1 ? [[{}, using[0]?.queue] as [Mapping, Mapping?]] : []),
      ...same.map(({ key, queue }): [Mapping, Mapping] => [{ job_queue: key }, queue]),
      [{ job_queue: ELSEWHERE }],
    ];
    const schedules = mapValues(section(job, 'schedules'), (schedule) => {
      const [named, queue] = oneOf(draw, places);
      return { ...(schedule as Mapping), ...named, ...(queue?.['fair_share'] ? { share_identifier: 'research' } : {}) };
    });
    return { ...job, schedules };
  });
}

/** Jobs of several nodes run on On-Demand Instances only, and jobs with GPUs only where there are some. */
function withoutImpossible(all: Environments): Environments {
  const queues = queuesOf(all);
  return mapMembers(all, 'job_definitions', (job, environment) => {
    const own = Object.keys(all).find((key) => all[key] === environment) ?? '';
    const scheduled = Object.values(section(job, 'schedules')).map((one) => (one as Mapping)['job_queue']);
    const isUsed = queues.some(({ runsOn }) => runsOn.includes(own));
    const reached = queues.filter(
      ({ key, home, runsOn }) => (isUsed ? runsOn.includes(own) : home === own) || scheduled.includes(key),
    );
    const places = [own, ...reached.flatMap(({ runsOn }) => runsOn)].map((key) => all[key] ?? {});
    const { nodes, gpus, ...others } = job;
    return {
      ...others,
      ...(nodes !== undefined && places.every((place) => typeOf(place) === 'EC2') && { nodes }),
      ...(gpus !== undefined && places.every(hasGpus) && { gpus }),
    };
  });
}

/** Without types, Managed Instances can be of any type. */
const hasGpus = (environment: Mapping) =>
  ((section(environment, 'instances')['instance_types'] ?? [WITH_GPUS]) as string[]).includes(WITH_GPUS);

/** Names that differ from each other and, by their length, from all that derive from keys. */
function withNames(all: Environments, draw: Draw): Environments {
  const named = (member: Mapping, _: Mapping, key: string) =>
    draw(2) === 1 ? { ...member, name: `a-name-that-is-not-derived-from-any-prefix-${key}` } : member;
  return mapMembers(mapMembers(all, 'job_queues', named), 'job_definitions', named);
}

const privateImage = (draw: Draw): Mapping => ({
  private_registry: true,
  name: oneOf(draw, ['team/app', 'app']),
  ...oneOf<Mapping>(draw, [{}, { tag: '1' }, { tag: '2' }]),
  ...oneOf<Mapping>(draw, [{}, { registry_id: '123456789012' }]),
  ...oneOf<Mapping>(draw, [{}, { refresh: '1' }]),
  ...oneOf<Mapping>(draw, [{}, { check: false }, { pin: 'digest' }]),
});

/** Images of Amazon ECR: some, or all. */
const withImages = (all: Environments, isOnlyEcr: boolean, draw: Draw): Environments =>
  mapMembers(all, 'job_definitions', (job) => {
    if (isOnlyEcr || draw(2) === 1) return { ...job, image: privateImage(draw) };
    return job;
  });

/** The last eighth of the addresses is for NAT gateways. */
const BESIDE_NAT = ZONES.slice(0, 7);

function withNetwork(own: Mapping, draw: Draw): Mapping {
  if (own['vpc']) return own;
  const network = oneOf(draw, ['public', 'nat', 'endpoints']);
  if (network !== 'nat') return { ...own, network };
  const availability_zones = draw(2) === 0 ? 1 + draw(7) : someOf(draw, BESIDE_NAT);
  const zones = typeof availability_zones === 'number' ? availability_zones : availability_zones.length;
  const nat_gateways = oneOf(draw, [undefined, 1, zones]);
  const vpc_cidr = oneOf(draw, ['10.0.0.0/16', '172.16.128.0/17']);
  return { ...own, network, availability_zones, vpc_cidr, ...(nat_gateways && { nat_gateways }) };
}
