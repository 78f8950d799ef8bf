/** Compares the overrides of a module with AWS's specification. */

import { didYouMean, show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import { isUnseen } from '../template/intrinsics.js';
import { isMapping, type Path, type PropertyType, type Specification } from '../template/template.js';
import { once } from './once.js';
import { overridesOf } from './overrides.js';

/** A difference: a property that does not exist, a value of another type, or a word that is not listed. */
export interface Deviation {
  readonly kind: 'property' | 'type' | 'word';
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

const comparison = once((specification: Specification) => once((module: Module) => find(module, specification)));

/** The differences in all overrides of a module; none without a specification. */
export const deviationsIn = (module: Module, specification: Specification | undefined): readonly Deviation[] =>
  specification === undefined ? [] : comparison(specification)(module);

function find(module: Module, specification: Specification): Deviation[] {
  return overridesOf(module).flatMap(({ over, resource, at }) => {
    const type = specification[resource.type];
    const all = type === undefined ? [] : compare(over, type, at, resource.type);
    // `owned-property` reports these, and the mappings that contain them.
    const owned = Object.keys(resource.owned).map((property) => `${property}.`);
    const isOwned = (path: Path) => {
      const property = `${path.slice(at.length).join('.')}.`;
      return owned.some((name) => name.startsWith(property) || property.startsWith(name));
    };
    return all.filter(({ path }) => !isOwned(path));
  });
}

function compare(value: unknown, type: PropertyType, path: Path, resource: string): Deviation[] {
  // What removes or computes a value is not compared.
  if (value === null || value === undefined || isUnseen(value) || type === 'anything') return [];
  const wrongType = (expected: string, hint: string): Deviation[] => [
    { kind: 'type', path, message: `expected ${expected}; received ${show(value)}`, hint },
  ];
  if (type === 'map')
    return Array.isArray(value) ? wrongType('a mapping', 'Write a mapping, with a name and a value.') : [];
  if (typeof type === 'string') return compareScalar(value, type, path, wrongType);
  if (Array.isArray(type)) {
    if (!Array.isArray(value))
      return wrongType('a list', `Write it as a list: [${isMapping(value) ? '{ … }' : value}].`);
    const [each = 'anything'] = type as readonly PropertyType[];
    return value.flatMap((item, index) => compare(item, each, [...path, index], resource));
  }
  const properties = type as Readonly<Record<string, PropertyType>>;
  const names = Object.keys(properties).filter((name) => name !== '!');
  if (!isMapping(value)) {
    const example = names[0] === '*' ? 'a name and a value' : names.slice(0, 3).join(', ');
    return wrongType('a mapping', `Write a mapping, with ${example}.`);
  }
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = Object.hasOwn(properties, name) ? properties[name] : properties['*'];
    const at = [...path, name];
    if (inner !== undefined) return compare(item, inner, at, resource);
    const message = `${resource} has no known property ${name} here`;
    return [{ kind: 'property', path: at, message, hint: didYouMean(name, names) }];
  });
}

type WrongType = (expected: string, hint: string) => Deviation[];

/** CloudFormation converts numbers and booleans to text, and text to numbers and booleans. */
function compareScalar(value: unknown, type: string, path: Path, wrongType: WrongType): Deviation[] {
  const text = typeof value === 'object' ? undefined : String(value);
  if (type === 'number') {
    const isNumber = typeof value === 'number' || (text !== undefined && /^\s*-?\d+(\.\d+)?\s*$/.test(text));
    return isNumber ? [] : wrongType('a number', 'Write a number, without a unit.');
  }
  if (type === 'boolean')
    return /^(true|false)$/i.test(text ?? '') ? [] : wrongType('true or false', 'Write true or false.');
  if (text === undefined) return wrongType('text', 'Write text.');
  const words = type === 'text' ? [] : type.split('|');
  if (words.length === 0 || words.includes(text)) return [];
  const message = `expected ${words.join(' or ')}; received ${show(value)}`;
  return [{ kind: 'word', path, message, hint: didYouMean(text, words) }];
}
