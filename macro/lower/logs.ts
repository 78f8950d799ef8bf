/** Emits the log group of a module, and the log configuration that sends the logs of its jobs there. */

import type { Definition, Module } from '../read/module.js';
import { properties } from '../schema/properties.js';
import { provoseConfig } from '../schema/provose-config.js';
import { ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import { type Emitted, type Mapping, section } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The log group. Unless the module has policies of its own, logs are kept when the stack is deleted. */
export function lowerLogs(module: Module): Emitted[] {
  if (!module.config.logs) return [];
  const attributes = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', ...module.attributes };
  const type = 'AWS::Logs::LogGroup';
  const emit = emitter({ ...module, attributes }, [...module.configPath, 'logs']);
  return [emit('LogGroup', '', type, { ...properties(provoseConfig, module.config, type), Tags: tags(module) })];
}

/**
 * The log configuration of a definition: its own, which by default sends logs to the module's log group. The Region of the
 * driver defaults to the job's, on Fargate as well:
 * https://docs.aws.amazon.com/batch/latest/userguide/using_awslogs.html
 *
 * The managed policies of the instance role and of AWS's execution role allow writing to any log group:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html
 */
export function logConfiguration(module: Module, { key, value }: Definition, own: Mapping): Mapping | undefined {
  const over = section(section(value.overrides ?? {}, 'ContainerProperties'), 'LogConfiguration');
  const { LogDriver: driver = 'awslogs' } = { ...own, ...over };
  // Other drivers do not accept the options, into which overrides would be merged.
  if (!module.config.logs || driver !== 'awslogs') return Object.keys(own).length > 0 ? own : undefined;
  const Options = { 'awslogs-group': ref(logicalId(module.id, 'LogGroup')), 'awslogs-stream-prefix': key };
  return { LogDriver: 'awslogs', ...own, Options: { ...Options, ...section(own, 'Options') } };
}
