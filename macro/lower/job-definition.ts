/** Emits job definitions of type `container`. */

import type { Module } from '../read/module.js';
import { jobDefinition } from '../schema/job-definition.js';
import { properties } from '../schema/properties.js';
import { type Emitted, section } from '../template/template.js';
import { container } from './container.js';
import { emitter, override } from './emit.js';

export function lowerJobDefinitions(module: Module): Emitted[] {
  return module.definitions.map((definition) => {
    const { key, path, value, name } = definition;
    const own = properties(jobDefinition, value);
    const made = {
      JobDefinitionName: name,
      Type: 'container',
      ...own,
      ContainerProperties: container(module, definition, section(own, 'ContainerProperties')),
    };
    const all = override(made, value.overrides);
    return emitter(module, path)('JobDefinition', key, 'AWS::Batch::JobDefinition', all);
  });
}
