/**
 * The IAM role of the instances and its instance profile, shared by a module's compute environments. AWS Batch itself
 * acts by its service-linked role, which updates in place need, so no other role is made. Nothing here has a name,
 * for a named role would ask for CAPABILITY_NAMED_IAM.
 */

import { ref, sub } from '../intrinsics.js';
import { logicalId } from '../logical-id.js';
import type { Module } from '../module.js';
import { properties } from '../spec/field.js';
import { provoseConfig } from '../spec/provose-config.js';
import type { Emitted } from '../template.js';
import { emitter, tags } from './emit.js';

/** The policy that the ECS agent on an instance needs: https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html */
const INSTANCE_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role';

export function lowerRoles(module: Module): Emitted[] {
  const emit = emitter(module, module.configPath);
  const { Path, PermissionsBoundary } = properties(provoseConfig, module.config);
  return [
    emit('InstanceRole', '', 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: 'sts:AssumeRole' }],
      },
      // Attached inside the role, so that neither can go before the compute environment that needs both.
      ManagedPolicyArns: [sub(INSTANCE_POLICY)],
      Path,
      PermissionsBoundary,
      Tags: tags(module),
    }),
    emit('InstanceProfile', '', 'AWS::IAM::InstanceProfile', {
      Path,
      Roles: [ref(logicalId(module.id, 'InstanceRole'))],
    }),
  ];
}
