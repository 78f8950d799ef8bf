/** Compares properties of resources with AWS's specification. */

import { didYouMean, show } from '../macro/diagnostics/diagnostics.js';
import { isUnseen } from '../macro/template/intrinsics.js';
import {
  type Compare,
  type Deviation,
  isMapping,
  type Path,
  type PropertyType,
  type Specification,
} from '../macro/template/template.js';
import { asList, asMapping, namesOf } from './other-form.js';

/** Finds the differences in properties of a resource. */
export const comparedWith =
  (specification: Specification): Compare =>
  (properties, resource, path) => {
    const type = specification[resource];
    return type === undefined ? [] : compare(properties, type, path, resource);
  };

function compare(value: unknown, type: PropertyType, path: Path, resource: string): Deviation[] {
  // What removes or computes a value is not compared.
  if (value === null || value === undefined || isUnseen(value) || type === 'anything') return [];
  const wrongType = (expected: string, hint: string): Deviation[] => [
    { kind: 'type', path, message: `expected ${expected}; received ${show(value)}`, hint },
  ];
  if (type === 'map') return Array.isArray(value) ? wrongType('a mapping', asMapping(value, { '*': 'text' })) : [];
  if (typeof type === 'string') return compareScalar(value, type, path, wrongType);
  if (Array.isArray(type)) {
    const [each = 'anything'] = type as readonly PropertyType[];
    if (!Array.isArray(value)) return wrongType('a list', asList(value, String(path.at(-1)), each));
    return value.flatMap((item, index) => compare(item, each, [...path, index], resource));
  }
  const properties = type as Readonly<Record<string, PropertyType>>;
  if (!isMapping(value)) return wrongType('a mapping', asMapping(value, properties));
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = Object.hasOwn(properties, name) ? properties[name] : properties['*'];
    const at = [...path, name];
    if (inner !== undefined) return compare(item, inner, at, resource);
    const message = `${resource} has no known property ${name} here`;
    return [{ kind: 'property', path: at, message, hint: didYouMean(name, namesOf(properties)) }];
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
