/** The container of a job definition, as `ContainerProperties`. Where they go depends on the platform. */

import type { Definition, Module } from '../read/module.js';
import type { JobDefinition } from '../schema/compute-environment.js';
import { eachBranch, isIntrinsic, isNoValue } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import { imageUri } from './image.js';
import { logConfiguration } from './logs.js';

/** @param own - the properties that keys of the definition set directly */
export function container(module: Module, definition: Definition, own: Mapping): Mapping {
  const { value } = definition;
  return {
    Image: imageUri(module, definition),
    ResourceRequirements: [
      { Type: 'VCPU', Value: asText(value.vcpus) },
      { Type: 'MEMORY', Value: asText(value.memory) },
    ],
    ...logConfiguration(module, definition),
    ...own,
    ...environment(value),
  };
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
