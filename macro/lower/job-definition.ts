/** Emits job definitions of type `container`. */

import type { Definition, Module } from '../read/module.js';
import { jobDefinition } from '../schema/job-definition.js';
import { properties } from '../schema/properties.js';
import { type Emitted, type Mapping, section } from '../template/template.js';
import { container } from './container.js';
import { emitter, override } from './emit.js';
import { consumableResources, schedulingPriority, tagsOfJobs } from './job-settings.js';
import { retryStrategy } from './retry.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name } = definition;
    const own = properties(jobDefinition, value);
    const made = {
      JobDefinitionName: name,
      Type: 'container',
      ...settings(definition, own),
      ContainerProperties: container(module, definition, section(own, 'ContainerProperties')),
      ...consumableResources(value),
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
