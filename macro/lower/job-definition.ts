/** Emits job definitions, with the container in the place that the platform requires. */

import type { Definition, Module } from '../read/module.js';
import { nodesOf } from '../read/nodes.js';
import { jobDefinition } from '../schema/job-definition.js';
import { platformOf } from '../schema/platform.js';
import { properties } from '../schema/properties.js';
import { type Emitted, type Mapping, section } from '../template/template.js';
import { container } from './container.js';
import { emitter, override } from './emit.js';
import { onFargate } from './fargate.js';
import { executionRoleArn } from './job-roles.js';
import { toEcsProperties } from './managed-instances.js';
import { onNodes } from './nodes.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name, environment } = definition;
    const platform = platformOf(environment.value.instances);
    const own = properties(jobDefinition, value);
    const inside = container(module, definition, section(own, 'ContainerProperties'));
    const role = executionRoleArn(module, definition);
    const made = {
      JobDefinitionName: name,
      Type: value.nodes === undefined ? 'container' : 'multinode',
      // EC2 is AWS's default.
      PlatformCapabilities: platform === 'EC2' ? undefined : [platform],
      ...own,
      ...placed(module, definition, own, { ...inside, ...(role && { ExecutionRoleArn: role }) }),
    };
    const all = override(made, value.overrides);
    return emitter(module, path)('JobDefinition', key, 'AWS::Batch::JobDefinition', all);
  });
}

/** The container, in the place where the platform requires it. */
function placed(module: Module, definition: Definition, own: Mapping, inside: Mapping): Mapping {
  const nodes = nodesOf(definition.value);
  if (nodes) return onNodes(nodes, inside, own);
  switch (platformOf(definition.environment.value.instances)) {
    case 'FARGATE':
      return { ContainerProperties: onFargate(module, definition, inside) };
    case 'MANAGED_INSTANCES':
      return { ContainerProperties: undefined, EcsProperties: toEcsProperties(inside) };
    default:
      return { ContainerProperties: inside };
  }
}
