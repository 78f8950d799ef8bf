/**
 * Emits the IAM role of the instances and its instance profile, shared by a module's compute environments on EC2. No service
 * role is created: AWS Batch uses its service-linked role, which in-place updates require. A Spot fleet role is created
 * only for the one allocation strategy that requires it. Roles have no fixed names, because those would require
 * CAPABILITY_NAMED_IAM.
 */

import type { Module } from '../read/module.js';
import type { ComputeEnvironment } from '../schema/compute-environment.js';
import { platformOf } from '../schema/platform.js';
import type { Policies } from '../schema/policies.js';
import { properties } from '../schema/properties.js';
import { provoseConfig } from '../schema/provose-config.js';
import { canBeNothing, getAtt, type Intrinsic, inBranches, isIntrinsic, ref, sub } from '../template/intrinsics.js';
import { type Kind, logicalId } from '../template/logical-id.js';
import { type Emitted, type Mapping, type Path, section } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The policy that the ECS agent on an instance needs: https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html */
const INSTANCE_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role';

/** The policy of a Spot fleet: https://docs.aws.amazon.com/batch/latest/userguide/spot_fleet_IAM_role.html */
const SPOT_FLEET_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole';

export function lowerRoles(module: Module): Emitted[] {
  const hasInstances = module.environments.some(({ value }) => platformOf(value.instances) === 'EC2');
  return [
    ...(hasInstances && module.config.instance_profile === undefined ? instanceRole(module) : []),
    ...module.environments
      .filter(({ value }) => needsSpotFleetRole(value))
      .map(({ key }) =>
        role(module, module.configPath, 'SpotFleetRole', key, {
          service: 'spotfleet.amazonaws.com',
          managed: [sub(SPOT_FLEET_POLICY)],
        }),
      ),
  ];
}

/** The ARN of the instance profile: the module's `instance_profile`, or the one that is created. */
export const instanceProfileOf = ({ id, config }: Module): string | Intrinsic =>
  config.instance_profile ?? getAtt(logicalId(id, 'InstanceProfile'), 'Arn');

/** The role of the instances, and the instance profile that contains it. */
function instanceRole(module: Module): Emitted[] {
  const type = 'AWS::IAM::InstanceProfile';
  const Roles = [ref(logicalId(module.id, 'InstanceRole'))];
  const { managed, statements } = permissionsOf(module.config.instance_policies);
  return [
    role(module, module.configPath, 'InstanceRole', '', {
      service: 'ec2.amazonaws.com',
      managed: [sub(INSTANCE_POLICY), ...managed],
      statements,
    }),
    emitter(module, module.configPath)('InstanceProfile', '', type, {
      ...properties(provoseConfig, module.config, type),
      Roles,
    }),
  ];
}

/** Only the allocation strategy BEST_FIT uses a Spot fleet. */
export function needsSpotFleetRole({ instances, overrides }: ComputeEnvironment): boolean {
  const over = section(overrides ?? {}, 'ComputeResources');
  const { AllocationStrategy: strategy = instances.allocation_strategy, SpotIamFleetRole: own } = over;
  return instances.compute_environment_type === 'SPOT' && strategy === 'BEST_FIT' && own === undefined;
}

/** What a role permits, and to whom. */
interface Permissions {
  /** The service that assumes the role. */
  readonly service: string;
  readonly managed?: readonly (string | Intrinsic)[];
  readonly statements?: readonly Mapping[];
  /** A condition of the trust policy. */
  readonly condition?: Mapping;
}

/** A role. Its policies are inside it, so that none can be deleted before the resources that need it. */
export function role(module: Module, path: Path, kind: Kind, name: string, permissions: Permissions): Emitted {
  const { service, condition, managed = [], statements = [] } = permissions;
  const type = 'AWS::IAM::Role';
  const trust = { Effect: 'Allow', Principal: { Service: [service] }, Action: 'sts:AssumeRole' };
  return emitter(module, path)(kind, name, type, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [condition ? { ...trust, Condition: condition } : trust],
    },
    ManagedPolicyArns: managed.length > 0 ? managed : undefined,
    Policies: statements.length > 0 ? inlinePolicies(statements) : undefined,
    ...properties(provoseConfig, module.config, type),
    Tags: tags(module),
  });
}

/** A statement that can be `AWS::NoValue` is in a policy of its own, because a policy without a statement is invalid. */
function inlinePolicies(statements: readonly Mapping[]): unknown[] {
  const policy = (PolicyName: string, Statement: readonly unknown[]) => ({
    PolicyName,
    PolicyDocument: { Version: '2012-10-17', Statement },
  });
  const always = statements.filter((statement) => !canBeNothing(statement));
  const sometimes = statements.filter(canBeNothing);
  return [
    ...(always.length > 0 ? [policy('Statements', always)] : []),
    ...sometimes.map((statement, index) =>
      inBranches(statement, (branch) => policy(`Statement${index + 1}`, [branch])),
    ),
  ];
}

/** Splits the policies of a key into managed policies and statements. */
export function permissionsOf(policies: Policies = []): { managed: (string | Intrinsic)[]; statements: Mapping[] } {
  const isStatement = (policy: string | Mapping): policy is Mapping =>
    typeof policy !== 'string' && !isIntrinsic(policy);
  return {
    managed: policies.filter((policy) => !isStatement(policy)),
    statements: policies.filter(isStatement),
  };
}
