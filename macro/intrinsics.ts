/**
 * The only place that spells CloudFormation's intrinsic functions: those that the expansion writes, and the
 * question which of them a value contains.
 */

import { isMapping, type Mapping, type Path } from './template.js';

/** An intrinsic function: a mapping whose one key is `Ref`, `Condition` or `Fn::…`. */
export type Intrinsic = Mapping;

export function isIntrinsic(value: unknown): value is Intrinsic {
  if (!isMapping(value)) return false;
  const keys = Object.keys(value);
  const key = keys[0];
  return keys.length === 1 && key !== undefined && (key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'));
}

export const ref = (name: string): Intrinsic => ({ Ref: name });
export const getAtt = (id: string, attribute: string): Intrinsic => ({ 'Fn::GetAtt': [id, attribute] });
export const sub = (text: string): Intrinsic => ({ 'Fn::Sub': text });
/** The i-th Availability Zone of the stack's Region. */
export const availabilityZone = (index: number): Intrinsic => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });

/** The parts one after another: text where all of them are text, the one that there is, or else `Fn::Join`. */
export function concat(...parts: readonly (string | Intrinsic)[]): string | Intrinsic {
  const filled = parts.filter((part) => part !== '');
  if (filled.every((part) => typeof part === 'string')) return filled.join('');
  if (filled.length === 1 && filled[0]) return filled[0];
  return { 'Fn::Join': ['', filled] };
}

/** Something that an intrinsic function names. */
export interface Reference {
  readonly kind: 'Ref' | 'GetAtt' | 'Condition' | 'Mapping';
  readonly name: string;
  readonly path: Path;
}

/** Every reference in a value, however deep, in order. */
export function references(value: unknown): Reference[] {
  const found: Reference[] = [];
  walk(value, [], found);
  return found;
}

function walk(value: unknown, path: Path, found: Reference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isIntrinsic(value)) found.push(...named(value, path));
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object') walk(item, [...path, isList ? Number(key) : key], found);
  }
}

/** What one intrinsic function itself names; what its arguments name is the walk's business. */
function named(intrinsic: Intrinsic, path: Path): Reference[] {
  const [name = '', argument] = Object.entries(intrinsic)[0] ?? [];
  const first = Array.isArray(argument) ? argument[0] : argument;
  if (typeof first !== 'string') return [];
  switch (name) {
    case 'Ref':
    case 'Condition':
      return [{ kind: name, name: first, path }];
    case 'Fn::GetAtt':
      return [{ kind: 'GetAtt', name: Array.isArray(argument) ? first : (first.split('.')[0] ?? ''), path }];
    case 'Fn::If':
      return [{ kind: 'Condition', name: first, path }];
    case 'Fn::FindInMap':
      return [{ kind: 'Mapping', name: first, path }];
    case 'Fn::Sub':
      return substituted(first, Array.isArray(argument) && isMapping(argument[1]) ? argument[1] : {}, path);
    default:
      return [];
  }
}

/** The `${names}` of a Sub's text that its own variables do not supply. */
function substituted(text: string, variables: Mapping, path: Path): Reference[] {
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return names
    .filter((name) => !Object.hasOwn(variables, name))
    .map((name) => {
      const [id = '', attribute] = name.split('.');
      return { kind: attribute === undefined ? 'Ref' : 'GetAtt', name: id, path };
    });
}
