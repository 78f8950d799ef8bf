/**
 * Emits the roles of job definitions: the job role, with what jobs may do, and the execution role, with which Amazon ECS
 * starts them. Each definition has roles of its own, so that none gets the permissions of another.
 */

import type { Definition, Module } from '../read/module.js';
import { platformOf } from '../schema/platform.js';
import type { Secret } from '../schema/secrets.js';
import { getAtt, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, type Mapping, section, sortedEntries } from '../template/template.js';
import { mountStatements } from './mounts.js';
import { permissionsOf, role } from './roles.js';
import { mergedByAction, readStatements } from './secrets.js';

const SERVICE = 'ecs-tasks.amazonaws.com';

/** No other account can have tasks with the role: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const OWN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };

/** For pulling images and writing logs: https://docs.aws.amazon.com/batch/latest/userguide/execution-IAM-role.html */
const EXECUTION_POLICY = 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';

/** Session channels have no ARNs: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
const EXECUTE_COMMAND = {
  Effect: 'Allow',
  Action: ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
    (action) => `ssmmessages:${action}`,
  ),
  Resource: '*',
};

export function lowerJobRoles(module: Module): Emitted[] {
  return module.definitions.flatMap((definition) => [
    ...(needsJobRole(definition) ? [jobRole(module, definition)] : []),
    ...(needsExecutionRole(definition) ? [executionRole(module, definition)] : []),
  ]);
}

/** The ARNs of a definition's created roles, as properties of a container. */
export function roleArns({ id }: Module, definition: Definition): Mapping {
  const { key } = definition;
  return {
    ...(needsJobRole(definition) && { JobRoleArn: getAtt(logicalId(id, 'JobRole', key), 'Arn') }),
    ...(needsExecutionRole(definition) && { ExecutionRoleArn: getAtt(logicalId(id, 'ExecutionRole', key), 'Arn') }),
  };
}

/** Whether a job role is created. An existing one must have the permissions that other keys require. */
export function needsJobRole({ value }: Definition): boolean {
  if (value.job_role !== undefined) return false;
  return value.policies !== undefined || requiredStatements(value).length > 0;
}

/** Whether an execution role is created. On instances, the instance role can do without secrets what it does. */
export function needsExecutionRole({ value, environment }: Definition): boolean {
  const over = value.overrides ?? {};
  const overridden =
    section(over, 'ContainerProperties')['ExecutionRoleArn'] ?? section(over, 'EcsProperties')['TaskProperties'];
  if (value.execution_role !== undefined || overridden !== undefined) return false;
  return platformOf(environment.value.instances) !== 'EC2' || secretsOf(value).length > 0;
}

function jobRole(module: Module, { key, path, value }: Definition): Emitted {
  const { managed, statements } = permissionsOf(value.policies);
  return role(module, path, 'JobRole', key, {
    service: SERVICE,
    condition: OWN_ACCOUNT,
    managed,
    statements: [...statements, ...requiredStatements(value)],
  });
}

/** What the other keys of a definition require of its job role. */
function requiredStatements({ mounts, enable_execute_command }: Definition['value']): Mapping[] {
  return [...mountStatements(mounts), ...(enable_execute_command ? [EXECUTE_COMMAND] : [])];
}

function executionRole(module: Module, { key, path, value }: Definition): Emitted {
  return role(module, path, 'ExecutionRole', key, {
    service: SERVICE,
    condition: OWN_ACCOUNT,
    managed: [sub(EXECUTION_POLICY)],
    statements: secretStatements(value, module.typeOf),
  });
}

/** Permissions for the secrets of a definition. */
export const secretStatements = (value: Definition['value'], typeOf: Module['typeOf']): Mapping[] =>
  mergedByAction(secretsOf(value).flatMap((secret) => readStatements(secret, typeOf)));

/** The secrets in variables, log options and the credentials of the registry. */
function secretsOf({ secrets = {}, log_configuration, repository_credentials }: Definition['value']): Secret[] {
  const all = [secrets, log_configuration?.secret_options ?? {}].flatMap(sortedEntries).map(([, secret]) => secret);
  const credentials = repository_credentials?.credentials_parameter;
  return credentials === undefined ? all : [...all, credentials];
}
