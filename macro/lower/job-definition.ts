/** Emits job definitions, with the container in the place that the platform requires. */

import type { Definition, Module } from '../read/module.js';
import { jobDefinition } from '../schema/job-definition.js';
import { platformOf } from '../schema/platform.js';
import { properties } from '../schema/properties.js';
import { type Emitted, type Mapping, section } from '../template/template.js';
import { container } from './container.js';
import { emitter, override } from './emit.js';
import { onFargate } from './fargate.js';
import { executionRoleArn } from './job-roles.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name, environment } = definition;
    const platform = platformOf(environment.value.instances);
    const own = properties(jobDefinition, value);
    const inside = container(module, definition, section(own, 'ContainerProperties'));
    const role = executionRoleArn(module, definition);
    const made = {
      JobDefinitionName: name,
      Type: 'container',
      // EC2 is AWS's default.
      PlatformCapabilities: platform === 'EC2' ? undefined : [platform],
      ...own,
      ...placed(module, definition, { ...inside, ...(role && { ExecutionRoleArn: role }) }),
    };
    const all = override(made, value.overrides);
    return emitter(module, path)('JobDefinition', key, 'AWS::Batch::JobDefinition', all);
  });
}

/** The container, in the place where the platform requires it. */
function placed(module: Module, definition: Definition, inside: Mapping): Mapping {
  if (platformOf(definition.environment.value.instances) === 'FARGATE') {
    return { ContainerProperties: onFargate(module, definition, inside) };
  }
  return { ContainerProperties: inside };
}
