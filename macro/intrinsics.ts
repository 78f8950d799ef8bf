/**
 * The only place that spells CloudFormation's intrinsic functions: those that the expansion writes, and the
 * question which of them a value contains.
 */

import { isMapping, type Mapping, type Path } from './template.js';

/** An intrinsic function: a mapping whose one key is `Ref`, with a name, or `Fn::…`. */
export type Intrinsic = Mapping;

export function isIntrinsic(value: unknown): value is Intrinsic {
  if (!isMapping(value)) return false;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0) return false;
  return key === 'Ref' ? typeof value[key] === 'string' : key.startsWith('Fn::');
}

export const ref = (name: string): Intrinsic => ({ Ref: name });
export const getAtt = (id: string, attribute: string): Intrinsic => ({ 'Fn::GetAtt': [id, attribute] });
export const sub = (text: string, variables?: Mapping): Intrinsic => ({
  'Fn::Sub': variables ? [text, variables] : text,
});
export const select = (index: number, list: unknown): Intrinsic => ({ 'Fn::Select': [index, list] });
export const split = (separator: string, text: unknown): Intrinsic => ({ 'Fn::Split': [separator, text] });
export const join = (separator: string, parts: readonly unknown[]): Intrinsic => ({ 'Fn::Join': [separator, parts] });
/** The i-th Availability Zone of the stack's Region. */
export const availabilityZone = (index: number): Intrinsic => select(index, { 'Fn::GetAZs': '' });

/** `AWS::NoValue`: as if nothing had been written. */
export const isNoValue = (value: unknown) => isMapping(value) && value['Ref'] === 'AWS::NoValue' && isIntrinsic(value);

/** The condition and the two values of an `Fn::If`; `undefined` for any other value, or where they are not three. */
export function ifOf(value: unknown): readonly [condition: unknown, then: unknown, otherwise: unknown] | undefined {
  // One key is looked up before all are counted: there may be very many.
  const argument =
    isMapping(value) && Object.hasOwn(value, 'Fn::If') && isIntrinsic(value) ? value['Fn::If'] : undefined;
  return Array.isArray(argument) && argument.length === 3 ? (argument as [unknown, unknown, unknown]) : undefined;
}

/** CloudFormation's pseudo parameters: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const PSEUDO_PARAMETERS = [
  'AWS::AccountId',
  'AWS::NotificationARNs',
  'AWS::NoValue',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
];

/** The parts one after another: text where all of them are text, the one that there is, or else `Fn::Join`. */
export function concat(...parts: readonly (string | Intrinsic)[]): string | Intrinsic {
  const filled = parts.filter((part) => part !== '');
  if (filled.every((part) => typeof part === 'string')) return filled.join('');
  if (filled.length === 1 && filled[0]) return filled[0];
  return join('', filled);
}

/** Something that an intrinsic function, or a DependsOn, names. */
export interface Reference {
  readonly kind: 'Ref' | 'GetAtt' | 'DependsOn' | 'Condition' | 'Mapping';
  readonly name: string;
  /** What a GetAtt asks of it, where that is written out. */
  readonly attribute?: string | undefined;
  /** Whether it stands in the text of a Sub. */
  readonly isInSub?: true;
  readonly path: Path;
}

/**
 * Every reference in a value, however deep, in order.
 *
 * @param path - the place of the value, to which the references' places are added
 */
export function references(value: unknown, path: Path = []): Reference[] {
  const found: Reference[] = [];
  walk(value, path, found);
  return found;
}

function walk(value: unknown, path: Path, found: Reference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isIntrinsic(value)) found.push(...named(value, path));
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (key === 'DependsOn') found.push(...depended(item, [...path, key]));
    else if (typeof item === 'object') walk(item, [...path, isList ? Number(key) : key], found);
  }
}

function depended(value: unknown, path: Path): Reference[] {
  const names = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
  return names.filter((name) => typeof name === 'string').map((name) => ({ kind: 'DependsOn', name, path }));
}

/** What one intrinsic function itself names; what its arguments name is the walk's business. */
function named(intrinsic: Intrinsic, path: Path): Reference[] {
  const [name = '', argument] = Object.entries(intrinsic)[0] ?? [];
  const first = Array.isArray(argument) ? argument[0] : argument;
  if (typeof first !== 'string') return [];
  switch (name) {
    case 'Ref':
      return [{ kind: name, name: first, path }];
    case 'Fn::GetAtt': {
      // Both forms: a list of two, or one text with a dot between them.
      const [id = '', ...rest] = Array.isArray(argument) ? argument : first.split('.');
      const isText = rest.every((part) => typeof part === 'string');
      return [{ kind: 'GetAtt', name: id, attribute: isText ? rest.join('.') : undefined, path }];
    }
    case 'Fn::If':
      return [{ kind: 'Condition', name: first, path }];
    case 'Fn::FindInMap':
      return [{ kind: 'Mapping', name: first, path }];
    case 'Fn::Sub':
      return substituted(subOf(intrinsic), path);
    default:
      return [];
  }
}

/** The text of a Sub and its own variables. */
export interface SubArguments {
  readonly text: string;
  readonly variables: Mapping;
}

/** A Sub in either form; `undefined` for any other value. */
export function subOf(intrinsic: Intrinsic): SubArguments | undefined {
  const argument = intrinsic['Fn::Sub'];
  if (typeof argument === 'string') return { text: argument, variables: {} };
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined;
  return { text: argument[0], variables: isMapping(argument[1]) ? argument[1] : {} };
}

/** The `${names}` of a Sub's text that its own variables do not supply. */
function substituted(sub: SubArguments | undefined, path: Path): Reference[] {
  if (!sub) return [];
  const names = [...sub.text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return names
    .filter((name) => !Object.hasOwn(sub.variables, name))
    .map((name) => {
      const [id = '', ...rest] = name.split('.');
      const attribute = rest.length > 0 ? rest.join('.') : undefined;
      return { kind: attribute === undefined ? 'Ref' : 'GetAtt', name: id, attribute, isInSub: true, path };
    });
}
