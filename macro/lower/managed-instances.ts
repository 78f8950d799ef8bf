/**
 * Amazon ECS Managed Instances: EC2 instances that Amazon ECS chooses, starts and updates. Their compute environments
 * have all settings in a block of their own, and their jobs the form of an ECS task.
 * https://docs.aws.amazon.com/batch/latest/userguide/ecs-managed-instances-compute-environments.html
 */

import type { Entry, Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import { properties } from '../schema/properties.js';
import { provoseConfig } from '../schema/provose-config.js';
import { getAtt, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted, Mapping } from '../template/template.js';
import { emitter, nameOf } from './emit.js';
import { role } from './roles.js';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-instance-profile.html */
const INSTANCE_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/AmazonECSInstanceRolePolicyForManagedInstances';
/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/infrastructure_IAM_role.html */
const INFRASTRUCTURE_POLICY =
  'arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForManagedInstances';

/** The network of the instances. */
interface NetworkConfiguration {
  readonly Subnets: unknown;
  readonly SecurityGroups: unknown;
}

/** The `ComputeResources` of an environment. */
export function managedInstances(
  module: Module,
  { key, value: { instances } }: Entry<ComputeEnvironment>,
  network: NetworkConfiguration,
): Mapping {
  const { instance_types: types, capacity_option_type: capacity } = instances;
  return {
    Type: instances.compute_environment_type,
    MaxvCpus: instances.max_vcpus,
    ManagedInstancesProvider: {
      InfrastructureRoleArn: getAtt(logicalId(module.id, 'InfrastructureRole'), 'Arn'),
      InstanceLaunchTemplate: {
        Ec2InstanceProfileArn: getAtt(logicalId(module.id, 'ManagedInstanceProfile'), 'Arn'),
        NetworkConfiguration: network,
        ...(types !== undefined && { InstanceRequirements: { AllowedInstanceTypes: types } }),
        ...(capacity !== undefined && { CapacityOptionType: capacity }),
      },
    },
    // These tag the instances. Changing the environment's own tags would replace it.
    CapacityTags: { Provose: nameOf(module), Provose_Batch: key },
  };
}

/** The roles of the instances and of Amazon ECS, shared by a module's environments on Managed Instances. */
export function lowerManagedInstanceRoles(module: Module): Emitted[] {
  if (!module.environments.some(({ value }) => platformOf(value.instances) === 'MANAGED_INSTANCES')) return [];
  const path = module.configPath;
  const type = 'AWS::IAM::InstanceProfile';
  const instanceRole = logicalId(module.id, 'ManagedInstanceRole');
  return [
    role(module, path, 'ManagedInstanceRole', '', { service: 'ec2.amazonaws.com', managed: [sub(INSTANCE_POLICY)] }),
    emitter(module, path)('ManagedInstanceProfile', '', type, {
      ...properties(provoseConfig, module.config, type),
      Roles: [ref(instanceRole)],
    }),
    role(module, path, 'InfrastructureRole', '', {
      service: 'ecs.amazonaws.com',
      managed: [sub(INFRASTRUCTURE_POLICY)],
      statements: [
        {
          // The managed policy permits this only for roles whose names begin with ecsInstanceRole.
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: getAtt(instanceRole, 'Arn'),
          Condition: { StringLike: { 'iam:PassedToService': 'ec2.*' } },
        },
      ],
    }),
  ];
}

/** Properties of a container that belong to the task, by their names there. */
const OF_TASK: Readonly<Record<string, string>> = {
  EnableExecuteCommand: 'EnableExecuteCommand',
  ExecutionRoleArn: 'ExecutionRoleArn',
  JobRoleArn: 'TaskRoleArn',
  RuntimePlatform: 'RuntimePlatform',
  Volumes: 'Volumes',
};

/**
 * A container as an ECS task with one container, which has the name that AWS Batch gives to containers in log streams:
 * https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 *
 * @param container - `ContainerProperties`
 */
export function toEcsProperties(container: Mapping): Mapping {
  const inContainer: Record<string, unknown> = { Name: 'default' };
  const inTask: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(container)) {
    const taskName = Object.hasOwn(OF_TASK, name) ? OF_TASK[name] : undefined;
    if (taskName !== undefined) inTask[taskName] = value;
    else inContainer[name] = value;
  }
  return { TaskProperties: [{ Containers: [inContainer], ...inTask }] };
}
