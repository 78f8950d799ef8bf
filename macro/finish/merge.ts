/** Puts what was made into the template in place of the modules, and changes nothing else. */

import { type Found, SECTION } from '../read/find.js';
import { type Emitted, type Mapping, section, type Template } from '../template/template.js';

/** What all modules became. */
export interface Made {
  readonly emitted: readonly Emitted[];
  readonly outputs: Readonly<Record<string, Mapping>>;
}

/** Without the root section and without the modules' own resources, with everything that they became. */
export function merge(template: Template, modules: readonly Found[], { emitted, outputs }: Made): Template {
  const ids = new Set(modules.map((module) => module.id));
  const own = Object.entries(section(template, 'Resources')).filter(([id]) => !ids.has(id));
  const resources = Object.fromEntries(own);
  for (const { id, resource } of emitted) resources[id] = resource;
  const { [SECTION]: _, ...rest } = template;
  // What is there keeps its place.
  const merged = { ...rest, Resources: resources };
  if (Object.keys(outputs).length === 0) return merged;
  return { ...merged, Outputs: { ...section(template, 'Outputs'), ...outputs } };
}
