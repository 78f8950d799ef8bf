/** Replaces the modules of a template by the resources and outputs that they become, and changes nothing else. */

import { type Found, SECTION } from '../read/find.js';
import { type Emitted, type Mapping, section, type Template } from '../template/template.js';

/** The resources and outputs of all modules. */
export interface Made {
  readonly emitted: readonly Emitted[];
  readonly outputs: Readonly<Record<string, Mapping>>;
}

/** The template without the root section and the resources of the modules, and with what they become. */
export function merge(template: Template, modules: readonly Found[], { emitted, outputs }: Made): Template {
  const ids = new Set(modules.map((module) => module.id));
  const own = Object.entries(section(template, 'Resources')).filter(([id]) => !ids.has(id));
  const resources = Object.fromEntries(own);
  for (const { id, resource } of emitted) resources[id] = resource;
  const { [SECTION]: _, ...rest } = template;
  // Existing sections keep their position.
  const merged = { ...rest, Resources: resources };
  if (Object.keys(outputs).length === 0) return merged;
  return { ...merged, Outputs: { ...section(template, 'Outputs'), ...outputs } };
}
