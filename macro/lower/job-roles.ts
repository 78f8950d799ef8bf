/** Emits the roles of job definitions. Each has its own, so that no job gets the permissions of another. */

import type { Definition, Module } from '../read/module.js';
import { platformOf } from '../schema/platform.js';
import { getAtt, type Intrinsic, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, section } from '../template/template.js';
import { role } from './roles.js';

/** Pulling images and writing logs: https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html */
const EXECUTION_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

export function lowerJobRoles(module: Module): Emitted[] {
  return module.definitions.filter(needsExecutionRole).map(({ key, path }) =>
    role(module, path, 'ExecutionRole', key, {
      service: 'ecs-tasks.amazonaws.com',
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
      condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
      managed: [sub(EXECUTION_POLICY)],
    }),
  );
}

/**
 * Whether a role is created with which the ECS agent prepares the job. On EC2, the agent has the role of its instance.
 * https://docs.aws.amazon.com/batch/latest/userguide/fargate-job-definitions.html
 */
export function needsExecutionRole({ value, environment }: Definition): boolean {
  const over = value.overrides ?? {};
  const own =
    section(over, 'ContainerProperties')['ExecutionRoleArn'] ?? section(over, 'EcsProperties')['TaskProperties'];
  return platformOf(environment.value.instances) !== 'EC2' && own === undefined;
}

/** The ARN of the role that a definition gets; `undefined` if it needs none. */
export function executionRoleArn({ id }: Module, definition: Definition): Intrinsic | undefined {
  return needsExecutionRole(definition) ? getAtt(logicalId(id, 'ExecutionRole', definition.key), 'Arn') : undefined;
}
