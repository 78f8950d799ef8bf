/** Draws job definitions: their images, the size of a job, and what their roles allow. */

import { IMAGE_TYPE } from '../../macro/contract.js';
import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { isMapping, type Mapping, section } from '../../macro/template/template.js';
import type { Box } from './graph.js';
import { type Generated, type GeneratedModule, inside, itemsOf, namedIn } from './module.js';
import { LINE, short, shortImage, withoutStart, wrapped } from './short.js';

export function jobBox({ id, keys, properties }: Generated, module: GeneratedModule): Box {
  const containers = containersOf(properties);
  const task = mappings(inside(properties, 'EcsProperties')['TaskProperties'])[0] ?? {};
  const [first = {}] = containers;
  const nodes = section(properties, 'NodeProperties')['NumNodes'];
  return {
    id,
    kind: 'job',
    title: short(properties['JobDefinitionName'] ?? keys.at(-1)),
    lines: [
      ...containers.map(({ Image }) => imageOf(Image, module)),
      ...containers.map(sizeOf).filter((size) => size !== ''),
      ...(nodes === undefined ? [] : [`${short(nodes)} nodes`]),
      ...roleLines('job role', first['JobRoleArn'] ?? task['TaskRoleArn'], module),
      ...roleLines('execution role', first['ExecutionRoleArn'] ?? task['ExecutionRoleArn'], module),
    ],
  };
}

/** The containers of a job, which are in another place on each platform. */
function containersOf(properties: Mapping): Mapping[] {
  const pods = inside(properties, 'EksProperties', 'PodProperties');
  const ranges = inside(properties, 'NodeProperties')['NodeRangeProperties'];
  return [
    ...mappings(properties['ContainerProperties']),
    ...mappings(section(properties, 'EcsProperties')['TaskProperties']).flatMap((task) => mappings(task['Containers'])),
    ...mappings(ranges).flatMap((range) => mappings(range['Container'])),
    ...mappings(pods['Containers']),
  ];
}

const mappings = (value: unknown): Mapping[] =>
  itemsOf(value)
    .filter(isMapping)
    .filter((each) => !isIntrinsic(each));

/** An image. That of a custom resource is the one in Amazon ECR that it looks for. */
function imageOf(image: unknown, { resources }: GeneratedModule): string {
  const custom = namedIn(image, resources);
  if (custom?.type !== IMAGE_TYPE) return shortImage(image);
  const { Repository, Tag = 'latest' } = custom.properties;
  return `${shortImage(Repository)}:${short(Tag)}`;
}

function sizeOf({ ResourceRequirements: requirements }: Mapping): string {
  const values = new Map(mappings(requirements).map(({ Type, Value }) => [Type, short(Value)]));
  const [vcpus, memory, gpus] = ['VCPU', 'MEMORY', 'GPU'].map((type) => values.get(type));
  return [
    ...(vcpus === undefined ? [] : [`${vcpus} vCPU`]),
    ...(memory === undefined ? [] : [`${memory} MiB`]),
    ...(gpus === undefined ? [] : [`${gpus} GPU`]),
  ].join(', ');
}

/** What a role of the module allows, or the role itself. */
function roleLines(what: string, arn: unknown, { resources }: GeneratedModule): string[] {
  if (arn === undefined) return [];
  const role = namedIn(arn, resources);
  const [first = '', ...others] = wrapped(role ? permissionsOf(role.properties) : [short(arn)], 5);
  const line = `${what}: ${first}`;
  return line.length > LINE ? [`${what}:`, first, ...others] : [line, ...others];
}

/** The actions that a role allows, and the names of its managed policies. */
function permissionsOf({ Policies, ManagedPolicyArns }: Mapping): string[] {
  const statements = mappings(Policies).flatMap((policy) => mappings(section(policy, 'PolicyDocument')['Statement']));
  const actions = statements.flatMap(({ Action }) => itemsOf(Action).map(short));
  return [...new Set([...actions, ...itemsOf(ManagedPolicyArns).map((arn) => withoutStart(arn, /^.*\//))])];
}
