/** Draws job definitions: their images, the size of a job, and what their roles allow. */

import { IMAGE_TYPE } from '../../macro/contract.js';
import { isIntrinsic } from '../../macro/template/intrinsics.js';
import { isMapping, type Mapping, section, textOf } from '../../macro/template/template.js';
import type { Box } from './graph.js';
import { type Generated, type GeneratedModule, inside, itemsOf, namedIn } from './module.js';
import { LINE, short, shortImage, withoutStart, wrapped } from './short.js';

export function jobBox({ id, keys, properties }: Generated, module: GeneratedModule): Box {
  const containers = containersOf(properties);
  const [task = {}] = partsOf(properties).flatMap(tasksOf);
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

/** A job definition, or its ranges of nodes: each has containers, tasks or a pod. */
const partsOf = (properties: Mapping): Mapping[] => [
  properties,
  ...mappings(section(properties, 'NodeProperties')['NodeRangeProperties']),
];

const tasksOf = (part: Mapping) => mappings(section(part, 'EcsProperties')['TaskProperties']);

/** The containers of a job, which are in another place on each platform. */
const containersOf = (properties: Mapping): Mapping[] =>
  partsOf(properties).flatMap((part) => [
    ...mappings(part['ContainerProperties'] ?? part['Container']),
    ...tasksOf(part).flatMap((task) => mappings(task['Containers'])),
    ...mappings(inside(part, 'EksProperties', 'PodProperties')['Containers']),
  ]);

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

/** What a container needs, which containers on Amazon EC2 can also have in two older properties, and pods as limits. */
function sizeOf(container: Mapping): string {
  const required = mappings(container['ResourceRequirements']).map(({ Type, Value }) => [textOf(Type), Value]);
  const { Requests: requests, Limits: limits } = section(container, 'Resources');
  const { VCPU, MEMORY, GPU } = Object.fromEntries(required);
  const pod: Mapping = { ...(isMapping(requests) && requests), ...(isMapping(limits) && limits) };
  const vcpus = short(VCPU ?? container['Vcpus'] ?? pod['cpu']);
  const mebibytes = MEMORY ?? container['Memory'];
  const ofPod = short(pod['memory']).replace(/([KMGT]i)$/, ' $1B');
  const memory = mebibytes === undefined ? ofPod : `${short(mebibytes)} MiB`;
  const gpus = short(GPU ?? pod['nvidia.com/gpu']);
  return [
    ...(vcpus === '' ? [] : [`${vcpus} vCPU`]),
    ...(memory === '' ? [] : [memory]),
    ...(gpus === '' ? [] : [`${gpus} GPU`]),
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

/** The actions that a role allows or denies, and the names of its managed policies. */
function permissionsOf({ Policies, ManagedPolicyArns }: Mapping): string[] {
  const statements = mappings(Policies).flatMap((policy) => mappings(section(policy, 'PolicyDocument')['Statement']));
  const names = itemsOf(ManagedPolicyArns).map((arn) => withoutStart(arn, /^.*\//));
  const all = [...new Set([...statements.flatMap(actionsOf), ...names])];
  return all.length > 0 ? all : ['no permissions'];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html */
function actionsOf({ Effect, Action, NotAction }: Mapping): string[] {
  const isDenied = Effect === 'Deny';
  const others = itemsOf(NotAction).map(short).join(' and ');
  return [
    ...itemsOf(Action).map((action) => `${isDenied ? 'not ' : ''}${short(action)}`),
    ...(others === '' ? [] : [`${isDenied ? 'nothing' : 'all'} but ${others}`]),
  ];
}
