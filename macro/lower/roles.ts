/**
 * Emits the IAM role of the instances and its instance profile, shared by a module's compute environments. No service
 * role is created: AWS Batch uses its service-linked role, which in-place updates require. A Spot fleet role is created
 * only for the one allocation strategy that requires it. Roles have no fixed names, because those would require
 * CAPABILITY_NAMED_IAM.
 */

import type { Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { properties } from '../schema/properties.js';
import { provoseConfig } from '../schema/provose-config.js';
import { ref, sub } from '../template/intrinsics.js';
import { type Kind, logicalId } from '../template/logical-id.js';
import { type Emitted, section } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The policy that the ECS agent on an instance needs: https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html */
const INSTANCE_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role';

/** The policy of a Spot fleet: https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html */
const SPOT_FLEET_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole';

export function lowerRoles(module: Module): Emitted[] {
  const type = 'AWS::IAM::InstanceProfile';
  const Roles = [ref(logicalId(module.id, 'InstanceRole'))];
  return [
    role(module, 'InstanceRole', '', 'ec2.amazonaws.com', INSTANCE_POLICY),
    emitter(module, module.configPath)('InstanceProfile', '', type, {
      ...properties(provoseConfig, module.config, type),
      Roles,
    }),
    ...module.environments
      .filter(({ value }) => needsSpotFleetRole(value))
      .map(({ key }) => role(module, 'SpotFleetRole', key, 'spotfleet.amazonaws.com', SPOT_FLEET_POLICY)),
  ];
}

/** Only the allocation strategy BEST_FIT, which can be set only in `overrides`, uses a Spot fleet. */
export function needsSpotFleetRole({ instances, overrides }: ComputeEnvironment): boolean {
  const { AllocationStrategy: strategy, SpotIamFleetRole: own } = section(overrides ?? {}, 'ComputeResources');
  return instances.compute_environment_type === 'SPOT' && strategy === 'BEST_FIT' && own === undefined;
}

function role(module: Module, kind: Kind, name: string, service: string, policy: string): Emitted {
  const type = 'AWS::IAM::Role';
  return emitter(module, module.configPath)(kind, name, type, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: [service] }, Action: 'sts:AssumeRole' }],
    },
    // Attached inside the role, so that the policy cannot be deleted before the compute environment that needs it.
    ManagedPolicyArns: [sub(policy)],
    ...properties(provoseConfig, module.config, type),
    Tags: tags(module),
  });
}
