/** Emits job definitions of type `container`. */

import type { Module } from '../read/module.js';
import type { JobDefinition } from '../schema/compute-environment.js';
import { jobDefinition } from '../schema/job-definition.js';
import { properties } from '../schema/properties.js';
import { eachBranch, isIntrinsic, isNoValue } from '../template/intrinsics.js';
import type { Emitted, Mapping } from '../template/template.js';
import { emitter, override } from './emit.js';
import { imageUri } from './image.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name } = definition;
    const { ContainerProperties, ...rest } = properties(jobDefinition, value);
    const made = {
      JobDefinitionName: name,
      Type: 'container',
      ...rest,
      ContainerProperties: {
        Image: imageUri(module, definition),
        ResourceRequirements: [
          { Type: 'VCPU', Value: asText(value.vcpus) },
          { Type: 'MEMORY', Value: asText(value.memory) },
        ],
        ...(ContainerProperties as Mapping | undefined),
        ...environment(value),
      },
    };
    const all = override(made, value.overrides);
    return emitter(module, path)('JobDefinition', key, 'AWS::Batch::JobDefinition', all);
  });
}

/** Sorted by name, as in Terraform, because a meaningless change of order must not create a new revision. */
function environment({ environment: variables }: JobDefinition) {
  if (!variables) return {};
  const sorted = Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1));
  // If a value can be AWS::NoValue, the whole variable must be absent in that case.
  const entry = (Name: string, value: unknown) =>
    eachBranch(value, (Value) => (isNoValue(Value) ? Value : { Name, Value }));
  return { Environment: sorted.map(([Name, Value]) => entry(Name, Value)) };
}

const asText = (value: unknown) => (isIntrinsic(value) ? value : String(value));
