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
import { consumableResources, schedulingPriority, tagsOfJobs } from './job-settings.js';
import { toEcsProperties } from './managed-instances.js';
import { onNodes } from './nodes.js';
import { retryStrategy } from './retry.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name, environment } = definition;
    const platform = platformOf(environment.value.instances);
    const own = properties(jobDefinition, value);
    const inside = container(module, definition, section(own, 'ContainerProperties'));
    const made = {
      JobDefinitionName: name,
      Type: value.nodes === undefined ? 'container' : 'multinode',
      // EC2 is AWS's default.
      PlatformCapabilities: platform === 'EC2' ? undefined : [platform],
      ...settings(definition, own),
      ...placed(module, definition, inside),
    };
    const all = override(made, value.overrides);
    return emitter(retaining(module, value.keep_revisions), path)(
      'JobDefinition',
      key,
      'AWS::Batch::JobDefinition',
      all,
    );
  });
}

/** The properties that do not depend on the platform. */
function settings(definition: Definition, own: Mapping): Mapping {
  const RetryStrategy = retryStrategy(definition, section(own, 'RetryStrategy'));
  return {
    ...schedulingPriority(definition),
    ...own,
    ...(RetryStrategy && { RetryStrategy }),
    ...tagsOfJobs(definition.value),
  };
}

/** A change of a create-only property, such as the tags, would delete the previous revision. */
const retaining = (module: Module, keeps: boolean | undefined): Module =>
  keeps ? { ...module, attributes: { ...module.attributes, UpdateReplacePolicy: 'Retain' } } : module;

/** The container and its consumable resources, in the places that the platform requires. */
function placed(module: Module, definition: Definition, inside: Mapping): Mapping {
  const resources = consumableResources(definition.value);
  const nodes = nodesOf(definition.value);
  if (nodes) return onNodes(nodes, inside, resources);
  switch (platformOf(definition.environment.value.instances)) {
    case 'FARGATE':
      return { ContainerProperties: onFargate(module, definition, inside), ...resources };
    case 'MANAGED_INSTANCES':
      return { ContainerProperties: undefined, EcsProperties: toEcsProperties(inside), ...resources };
    default:
      return { ContainerProperties: inside, ...resources };
  }
}
