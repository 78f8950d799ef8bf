/** The generated resources of each module, as the expanded template has them: with overrides and resolved references. */

import { EXPORT_TYPE } from '../../macro/contract.js';
import { SECTION } from '../../macro/read/find.js';
import { references } from '../../macro/template/references.js';
import { isMapping, type Mapping, section, type Template } from '../../macro/template/template.js';
import type { LocalExpansion } from '../template-file.js';

export interface Generated {
  readonly id: string;
  readonly type: string;
  readonly properties: Mapping;
  /** The place inside the module that it was generated from: `batch`, the environment, and so on. */
  readonly keys: readonly string[];
}

export interface GeneratedModule {
  /** The logical id of the module's resource, or the name of the section. */
  readonly name: string;
  /** The condition of all of its resources. */
  readonly condition: string | undefined;
  readonly resources: readonly Generated[];
}

/** The modules in the order of the template. */
export function modulesIn(template: Template, { emitted = [] }: LocalExpansion): GeneratedModule[] {
  const resources = section(template, 'Resources');
  const modules = new Map<string, Generated[]>();
  // Exports belong to references, which can be anywhere.
  for (const { id, path } of emitted.filter(({ resource }) => resource.Type !== EXPORT_TYPE)) {
    const isSection = path[0] === SECTION;
    const name = String(isSection ? SECTION : path[1]);
    const { Type, Properties } = section(resources, id);
    const generated = {
      id,
      type: String(Type),
      properties: isMapping(Properties) ? Properties : {},
      keys: path.slice(isSection ? 1 : 3).map(String),
    };
    modules.set(name, [...(modules.get(name) ?? []), generated]);
  }
  return [...modules].map(([name, list]) => {
    const condition = list.map(({ id }) => section(resources, id)['Condition']).find((each) => each !== undefined);
    return { name, condition: condition as string | undefined, resources: list };
  });
}

export const ofType = ({ resources }: GeneratedModule, type: string): Generated[] =>
  resources.filter((each) => each.type === type);

/** The key of the environment that a resource belongs to. */
export const environmentOf = ({ keys }: Generated): string | undefined => (keys[0] === 'batch' ? keys[1] : undefined);

/** The items of a list, or a value that stands for a list. */
export const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The mapping at a path inside another, or an empty one. */
export const inside = (mapping: Mapping, ...names: readonly string[]): Mapping => names.reduce(section, mapping);

/** The logical ids and parameters that a value refers to. */
export const namesIn = (value: unknown): string[] => references(value, []).map(({ name }) => name);

/** The first of some resources that a value refers to. */
export function namedIn(value: unknown, resources: readonly Generated[]): Generated | undefined {
  const names = namesIn(value);
  return resources.find(({ id }) => names.includes(id));
}
