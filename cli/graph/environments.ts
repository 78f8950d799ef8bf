/** Draws compute environments, each with the queues and the job definitions that are written inside it. */

import { type Mapping, section, textOf } from '../../macro/template/template.js';
import type { Arrow, Box, BoxKind, Group } from './graph.js';
import { jobBox } from './jobs.js';
import { environmentOf, type Generated, type GeneratedModule, inside, itemsOf, namedIn, ofType } from './module.js';
import { full, short, wrapped } from './short.js';

const ENVIRONMENT = 'AWS::Batch::ComputeEnvironment';
const QUEUE = 'AWS::Batch::JobQueue';
const DEFINITION = 'AWS::Batch::JobDefinition';
const SCHEDULE = 'AWS::Scheduler::Schedule';

/** The environments of a module. One without queues and definitions needs no group around it. */
export function drawEnvironments(module: GeneratedModule): Group[] {
  return ofType(module, ENVIRONMENT).map((environment) => {
    const key = environmentOf(environment);
    const own = (type: string) => ofType(module, type).filter((each) => environmentOf(each) === key);
    const others = [
      ...own(SCHEDULE).map(scheduleBox),
      ...own(DEFINITION).map((definition) => jobBox(definition, module)),
      ...own(QUEUE).map(queueBox),
    ];
    return { title: others.length > 0 ? short(key) : '', boxes: [...others, environmentBox(environment)], groups: [] };
  });
}

/** Arrows, and the boxes at their ends that no module has. */
interface Submissions {
  readonly outside: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/**
 * Which environments a queue tries, and which schedule submits which job to which queue.
 *
 * @param all - all modules of the template
 */
export function drawSubmissions(module: GeneratedModule, all: readonly GeneratedModule[]): Submissions {
  const [queues, definitions] = [ofType(module, QUEUE), ofType(module, DEFINITION)];
  const scheduled = ofType(module, SCHEDULE).map((schedule) => drawSchedule(schedule, definitions, all));
  const starts = scheduled.flatMap(({ arrows }) => arrows.map(({ from }) => from));
  const hints = definitions.flatMap(({ id, ...definition }) => {
    const queue = queues.find((each) => environmentOf(each) === environmentOf({ id, ...definition }));
    return queue && !starts.includes(id) ? [{ from: id, to: queue.id, kind: 'hint' as const }] : [];
  });
  const tried = queues.map((queue) => drawOrder(queue, all));
  return {
    outside: [...scheduled, ...tried].flatMap(({ outside }) => outside),
    arrows: [...scheduled.flatMap(({ arrows }) => arrows), ...hints, ...tried.flatMap(({ arrows }) => arrows)],
  };
}

function drawOrder({ id, properties }: Generated, all: readonly GeneratedModule[]): Submissions {
  const environments = all.flatMap((each) => ofType(each, ENVIRONMENT));
  const order = itemsOf(properties['ComputeEnvironmentOrder']).map((each) => section({ each }, 'each'));
  const ends = order.map(({ Order, ComputeEnvironment: environment }) => ({
    end: namedIn(environment, environments) ?? boxElsewhere('environment', environment),
    order: short(Order),
  }));
  return {
    outside: ends.flatMap(({ end }) => ('kind' in end ? [end] : [])),
    arrows: ends.map((each) => ({ from: id, to: each.end.id, ...(ends.length > 1 && { label: [each.order] }) })),
  };
}

function drawSchedule(
  { id, keys, properties }: Generated,
  definitions: readonly Generated[],
  all: readonly GeneratedModule[],
): Submissions {
  const place = keys.slice(0, keys.indexOf('schedules')).join('\n');
  const definition = definitions.find((each) => each.keys.join('\n') === place);
  if (!definition) return { outside: [], arrows: [] };
  const { Input: input } = section(properties, 'Target');
  const known = all.flatMap((each) => ofType(each, QUEUE));
  // The input is JSON, in which functions can be.
  const [, name] = /"JobQueue":"([^"]+)"/.exec(full(input)) ?? [];
  const queue = namedIn(input, known) ?? (name === undefined ? undefined : boxElsewhere('queue', name));
  return {
    outside: queue && 'kind' in queue ? [queue] : [],
    arrows: [
      { from: id, to: definition.id },
      ...(queue ? [{ from: definition.id, to: queue.id, label: [short(keys.at(-1))] }] : []),
    ],
  };
}

/** A queue or an environment that no module has. Of an ARN, the name, and where it is. */
function boxElsewhere(kind: BoxKind, value: unknown): Box {
  const [, region, account, name] = /^arn:[^:]*:batch:([^:]*):([^:]*):[^/]*\/(.*)$/.exec(textOf(value)) ?? [];
  const lines = [region, account].flatMap((each) => (each ? [each] : []));
  return { id: textOf(value), kind, title: short(name ?? value), lines: lines.length > 0 ? [lines.join(', ')] : [] };
}

function scheduleBox({ id, keys, properties }: Generated): Box {
  const { ScheduleExpression: expression, ScheduleExpressionTimezone: zone, State } = properties;
  const lines = [short(expression), ...(zone === undefined ? [] : [short(zone)]), ...unlessEnabled(State)];
  return { id, kind: 'schedule', title: short(keys.at(-1)), lines };
}

function queueBox({ id, keys, properties }: Generated): Box {
  const { JobQueueName: name, Priority: priority, SchedulingPolicyArn: policy, State } = properties;
  const lines = [
    ...(priority === undefined ? [] : [`priority ${short(priority)}`]),
    ...(policy === undefined ? [] : ['fair share']),
    ...unlessEnabled(State),
  ];
  return { id, kind: 'queue', title: short(name ?? keys.at(-1)), lines };
}

function environmentBox(environment: Generated): Box {
  const { id, properties } = environment;
  const resources = section(properties, 'ComputeResources');
  const { Type, MinvCpus: least = 0, MaxvCpus: most } = resources;
  const vcpus = least === 0 ? `up to ${short(most)} vCPUs` : `${short(least)} to ${short(most)} vCPUs`;
  const cluster = section(properties, 'EksConfiguration')['EksClusterArn'];
  const { CapacityOptionType: option } = inside(resources, 'ManagedInstancesProvider', 'InstanceLaunchTemplate');
  const lines = [
    [short(Type), ...(option === undefined ? [] : [short(option)]), vcpus].join(', '),
    ...wrapped(instanceTypes(resources), 8),
    ...(cluster === undefined ? [] : [`pods of ${short(cluster)}`]),
    ...unlessEnabled(properties['State']),
  ];
  return { id, kind: 'environment', title: short(environmentOf(environment)), lines };
}

/** The instance types; none on AWS Fargate, where there are no instances. */
function instanceTypes(resources: Mapping): string[] {
  const managed = inside(resources, 'ManagedInstancesProvider', 'InstanceLaunchTemplate', 'InstanceRequirements');
  return itemsOf(resources['InstanceTypes'] ?? managed['AllowedInstanceTypes']).map(short);
}

/** A state that is not the default one; as it is, if it is a function. */
function unlessEnabled(state: unknown): string[] {
  if (state === undefined || state === 'ENABLED') return [];
  return [state === 'DISABLED' ? 'disabled' : `state ${short(state)}`];
}
