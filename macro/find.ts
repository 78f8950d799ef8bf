/**
 * Where the modules of a template stand: the root section, or resources of a type of their own. It looks at where
 * and of what type they are, never into their bodies.
 */

import { type Diagnostics, didYouMean } from './diagnostics.js';
import { isMapping, type Path, section, type Template } from './template.js';

/** The root section, and the type of the resource form. */
export const SECTION = 'Provose::Batch';
/** The same type under a name that linters accept, for they know custom resources. */
export const CUSTOM_TYPE = 'Custom::ProvoseBatch';
/** The module id of the root section. */
const ROOT_ID = 'Provose';

/** A module before it is read. */
export interface Found {
  /** What its logical ids begin with. */
  readonly id: string;
  /** Where its body is: the section, or a resource's `Properties`. */
  readonly path: Path;
  readonly body: unknown;
}

export function findModules(template: Template, diagnostics: Diagnostics): Found[] {
  const modules: Found[] = [];
  for (const name of Object.keys(template)) {
    if (name === SECTION) modules.push({ id: ROOT_ID, path: [SECTION], body: template[SECTION] });
    else if (/^provose::/i.test(name)) {
      diagnostics.error('unknown-section', [name], `${name} is no section of a template`, `Did you mean ${SECTION}?`);
    }
  }
  for (const [id, resource] of Object.entries(section(template, 'Resources'))) {
    const type = isMapping(resource) ? resource['Type'] : undefined;
    if (!isMapping(resource) || typeof type !== 'string') continue;
    if (type === SECTION || type === CUSTOM_TYPE) {
      modules.push({ id, path: ['Resources', id, 'Properties'], body: resource['Properties'] });
      checkAttributes(id, resource, diagnostics);
    } else if (/^provose::/i.test(type)) {
      const path = ['Resources', id, 'Type'];
      diagnostics.error('unknown-type', path, `${type} is no type of resource`, didYouMean(type, [SECTION]));
    }
  }
  for (const { path } of modules.slice(1)) {
    const message = 'this template has another module already, and one is the most that a template can have';
    diagnostics.error(
      'several-modules',
      path.slice(0, 2),
      message,
      'Move its compute environments into the first one.',
    );
  }
  return modules;
}

function checkAttributes(id: string, resource: object, diagnostics: Diagnostics): void {
  for (const attribute of Object.keys(resource)) {
    if (attribute === 'Type' || attribute === 'Properties') continue;
    const message = `a module cannot have ${attribute}`;
    diagnostics.error('unsupported-attribute', ['Resources', id, attribute], message, `Take ${attribute} away.`);
  }
}
