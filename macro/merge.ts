/** Puts what was made into the template in place of the modules, and changes nothing else. */

import { type Found, SECTION } from './find.js';
import { type Emitted, section, type Template } from './template.js';

/** Without the root section and without the modules' own resources, with everything that they became. */
export function merge(template: Template, modules: readonly Found[], emitted: readonly Emitted[]): Template {
  const ids = new Set(modules.map((module) => module.id));
  const own = Object.entries(section(template, 'Resources')).filter(([id]) => !ids.has(id));
  const made = emitted.map(({ id, resource }) => [id, resource] as const);
  const rest = Object.entries(template).filter(([name]) => name !== SECTION && name !== 'Resources');
  return { ...Object.fromEntries(rest), Resources: Object.fromEntries([...own, ...made]) };
}
