/** Checks that a container loses no property where the platform requires another form, against AWS's specification. */

import { toEcsProperties } from '../macro/lower/managed-instances.js';
import { onNodes } from '../macro/lower/nodes.js';
import { hasProperty, propertiesAt } from './support/service-spec.js';

const DEFINITION = 'AWS::Batch::JobDefinition';

/** Properties of Fargate or EC2 alone, and those that ResourceRequirements supersedes. */
const WITHOUT_PLACE = [
  'EphemeralStorage',
  'FargatePlatformConfiguration',
  'InstanceType',
  'Memory',
  'NetworkConfiguration',
  'Vcpus',
];

const names = propertiesAt(DEFINITION, 'ContainerProperties').filter((name) => !WITHOUT_PLACE.includes(name));

it.each(names)('gives %s a place in a task', (name) => {
  const { TaskProperties: tasks } = toEcsProperties({ [name]: 'its value' }) as {
    TaskProperties: Record<string, unknown>[];
  };
  const { Containers: containers, ...task } = tasks[0] as { Containers: Record<string, unknown>[] };
  const { Name: containerName, ...container } = containers[0] as Record<string, unknown>;
  expect([tasks.length, containers.length, containerName]).toEqual([1, 1, 'default']);
  const places = [
    ...Object.entries(task).map(([key, item]) => [`EcsProperties.TaskProperties.${key}`, item]),
    ...Object.entries(container).map(([key, item]) => [`EcsProperties.TaskProperties.Containers.${key}`, item]),
  ];
  expect(places).toEqual([[expect.any(String), 'its value']]);
  expect(hasProperty(DEFINITION, String(places[0]?.[0]))).toBe(true);
});

it('moves consumable resources into the range of all nodes', () => {
  const resources = { ConsumableResourceProperties: { ConsumableResourceList: [] } };
  expect(onNodes({ count: 2, main: 1 }, { Image: 'a' }, resources)).toEqual({
    NodeProperties: {
      NumNodes: 2,
      MainNode: 1,
      NodeRangeProperties: [{ TargetNodes: '0:', Container: { Image: 'a' }, ...resources }],
    },
  });
});
