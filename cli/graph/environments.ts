/** Draws compute environments, each with the queues and the job definitions that are written inside it. */

import { type Mapping, section } from '../../macro/template/template.js';
import type { Arrow, Box, Group } from './graph.js';
import { jobBox } from './jobs.js';
import { environmentOf, type Generated, type GeneratedModule, inside, itemsOf, namedIn, ofType } from './module.js';
import { short, wrapped } from './short.js';

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

/**
 * Which environments a queue tries, and which schedule submits which job to which queue. An environment that no module
 * of the template has is named by its text.
 *
 * @param all - all modules of the template
 */
export function environmentArrows(module: GeneratedModule, all: readonly GeneratedModule[]): Arrow[] {
  const environments = all.flatMap((each) => ofType(each, ENVIRONMENT));
  const [queues, definitions] = [ofType(module, QUEUE), ofType(module, DEFINITION)];
  const scheduled = ofType(module, SCHEDULE).flatMap((schedule) => scheduleArrows(schedule, definitions, queues));
  const others = definitions.filter(({ id }) => !scheduled.some(({ from }) => from === id));
  return [
    ...scheduled,
    ...others.flatMap((definition) => {
      const queue = queues.find((each) => environmentOf(each) === environmentOf(definition));
      return queue ? [{ from: definition.id, to: queue.id, kind: 'hint' as const }] : [];
    }),
    ...queues.flatMap(({ id, properties }) => {
      const order = itemsOf(properties['ComputeEnvironmentOrder']).map((each) => section({ each }, 'each'));
      return order.map(({ Order, ComputeEnvironment }) => ({
        from: id,
        to: namedIn(ComputeEnvironment, environments)?.id ?? short(ComputeEnvironment),
        ...(order.length > 1 && { label: short(Order) }),
      }));
    }),
  ];
}

function scheduleArrows(schedule: Generated, definitions: readonly Generated[], queues: readonly Generated[]): Arrow[] {
  const { id, keys, properties } = schedule;
  const place = keys.slice(0, keys.indexOf('schedules')).join('\n');
  const definition = definitions.find((each) => each.keys.join('\n') === place);
  const queue = namedIn(section(properties, 'Target')['Input'], queues);
  return [
    ...(definition ? [{ from: id, to: definition.id }] : []),
    ...(definition && queue ? [{ from: definition.id, to: queue.id, label: short(keys.at(-1)) }] : []),
  ];
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
  const lines = [
    `${short(Type)}, ${vcpus}`,
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

const unlessEnabled = (state: unknown) =>
  state === undefined || state === 'ENABLED' ? [] : [short(state).toLowerCase()];
