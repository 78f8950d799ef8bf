/**
 * CloudFormation's intrinsic functions: how to write them and tell them from mappings, what each of them refers to, and
 * the types of value that its arguments accept.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

import { isMapping, type Mapping } from './template.js';

/** The transform that adds functions, and accepts functions in more places. */
export const EXTENSIONS = 'AWS::LanguageExtensions';

/**
 * An intrinsic function: a mapping with one key, which is `Fn::…`, or `Ref` with a name or, for AWS::LanguageExtensions,
 * a function that returns one.
 */
export type Intrinsic = Mapping;

export function isIntrinsic(value: unknown): value is Intrinsic {
  if (!isMapping(value)) return false;
  let key: string | undefined;
  // Without a list of the keys, because this is asked of every value, also of large mappings.
  for (const each in value) {
    if (key !== undefined) return false;
    key = each;
  }
  if (key === undefined) return false;
  if (key !== 'Ref') return key.startsWith('Fn::');
  const { Ref: name } = value;
  return typeof name === 'string' || (isMapping(name) && isIntrinsic(name));
}

/** Whether a value is a mapping that is not a function. */
export const isPlainMapping = (value: unknown): value is Mapping => isMapping(value) && !isIntrinsic(value);

export const ref = (name: string): Intrinsic => ({ Ref: name });
export const getAtt = (id: string, attribute: string): Intrinsic => ({ 'Fn::GetAtt': [id, attribute] });
export const sub = (text: string, variables?: Mapping): Intrinsic => ({
  'Fn::Sub': variables ? [text, variables] : text,
});
export const select = (index: number, list: unknown): Intrinsic => ({ 'Fn::Select': [index, list] });
export const split = (separator: string, text: unknown): Intrinsic => ({ 'Fn::Split': [separator, text] });
export const join = (separator: string, parts: readonly unknown[]): Intrinsic => ({ 'Fn::Join': [separator, parts] });
/** The ARN of a resource in the stack's account and Region. */
export const ownArn = (service: string, resource: string, name: unknown): Intrinsic => {
  const prefix = `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}/`;
  if (!isMapping(name)) return sub(`${prefix}${name}`);
  const { Ref: id } = name;
  return typeof id === 'string' ? sub(`${prefix}\${${id}}`) : sub(`${prefix}\${Name}`, { Name: name });
};
/** The i-th Availability Zone of the stack's Region. */
export const availabilityZone = (index: number): Intrinsic => select(index, { 'Fn::GetAZs': '' });

/** Whether a value is text with a dynamic reference: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export const isDynamic = (value: unknown) => typeof value === 'string' && value.includes('{{resolve:');

/** A function or a dynamic reference, whose value is not known before deployment. */
export const isUnseen = (value: unknown) => isIntrinsic(value) || isDynamic(value);

/** Whether a value is a `Ref` to `AWS::NoValue`, which CloudFormation treats as absent. */
export const isNoValue = (value: unknown) => isMapping(value) && value['Ref'] === 'AWS::NoValue' && isIntrinsic(value);

/**
 * Whether overrides remove a property. `null` is free for this use, because CloudFormation allows none in a template.
 */
export function isRemoved(over: Mapping, key: string): boolean {
  return Object.hasOwn(over, key) && (over[key] === null || isNoValue(over[key]));
}

/** The three arguments of an `Fn::If`; `undefined` for any other value or number of arguments. */
export function ifOf(value: unknown): readonly [condition: unknown, then: unknown, otherwise: unknown] | undefined {
  // Looking up one key first is faster than counting all keys of a large mapping.
  const argument =
    isMapping(value) && Object.hasOwn(value, 'Fn::If') && isIntrinsic(value) ? value['Fn::If'] : undefined;
  return Array.isArray(argument) && argument.length === 3 ? (argument as [unknown, unknown, unknown]) : undefined;
}

/** Whether a value is `AWS::NoValue`, or an `Fn::If` with a branch that can be. */
export const canBeNothing = (value: unknown): boolean =>
  isNoValue(value) || (ifOf(value)?.slice(1).some(canBeNothing) ?? false);

/** Applies `change` to each branch of an `Fn::If` that can be `AWS::NoValue`, or else to the whole value. */
export function eachBranch(value: unknown, change: (branch: unknown) => unknown): unknown {
  const [condition, ...branches] = canBeNothing(value) ? (ifOf(value) ?? []) : [];
  return branches.length > 0
    ? { 'Fn::If': [condition, ...branches.map((branch) => eachBranch(branch, change))] }
    : change(value);
}

/** Applies `change` to each branch of an `Fn::If` at any depth, or else to the whole value. */
export function inAllBranches(value: unknown, change: (branch: unknown) => unknown): unknown {
  const [condition, ...branches] = ifOf(value) ?? [];
  return branches.length > 0
    ? { 'Fn::If': [condition, ...branches.map((branch) => inAllBranches(branch, change))] }
    : change(value);
}

/** Applies `change` to each branch of an `Fn::If` at any depth, except `AWS::NoValue`, or else to the whole value. */
export const inBranches = (value: unknown, change: (branch: unknown) => unknown): unknown =>
  inAllBranches(value, (branch) => (isNoValue(branch) ? branch : change(branch)));

/** The branches of an `Fn::If` at any depth, or else the value itself. */
export const branchesOf = (value: unknown): readonly unknown[] => ifOf(value)?.slice(1).flatMap(branchesOf) ?? [value];

/** Applies `change` to a value, or to the branches of an `Fn::If` that can be `AWS::NoValue`, which itself stays. */
export const unlessNothing = (value: unknown, change: (branch: unknown) => unknown): unknown =>
  eachBranch(value, (branch) => (isNoValue(branch) ? branch : change(branch)));

/** The value, with a default if it is missing or, in branches of an `Fn::If`, `AWS::NoValue`. */
export const orElse = (value: string | Intrinsic | undefined, other: string | Intrinsic): string | Intrinsic =>
  value === undefined
    ? other
    : (eachBranch(value, (branch) => (isNoValue(branch) ? other : branch)) as string | Intrinsic);

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

/**
 * Concatenates the parts that are not empty: to text if all are text, to the part itself if it is the only one, or with
 * `Fn::Join`.
 */
export function concat(...parts: readonly (string | Intrinsic)[]): string | Intrinsic {
  const filled = parts.filter((part) => part !== '');
  if (filled.every((part) => typeof part === 'string')) return filled.join('');
  if (filled.length === 1 && filled[0]) return filled[0];
  return join('', filled);
}

/** The arguments of a Sub. */
export interface SubArguments {
  readonly text: string;
  readonly variables: Mapping;
}

/** The arguments of a Sub in either form; `undefined` for any other value. */
export function subOf(intrinsic: Intrinsic): SubArguments | undefined {
  const argument = intrinsic['Fn::Sub'];
  if (typeof argument === 'string') return { text: argument, variables: {} };
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined;
  return { text: argument[0], variables: isMapping(argument[1]) ? argument[1] : {} };
}

/** A name that a function refers to. */
export interface Named {
  readonly kind: 'Ref' | 'GetAtt' | 'Condition' | 'Mapping';
  readonly name: string;
  /** The attribute of a GetAtt, if it is a literal. */
  readonly attribute?: string | undefined;
}

/**
 * The type of value that CloudFormation accepts at a place: `literal` where it is evaluated before any resource exists,
 * `nothing` where a macro must not change anything.
 */
export type Takes = 'anything' | 'text' | 'list' | 'literal' | 'nothing';

/** The type of value that each argument of a function accepts, or its only argument. */
export function argumentsOf(name: string, takes: Takes): Takes | readonly Takes[] {
  if (takes === 'literal' || takes === 'nothing') return takes;
  switch (name) {
    case 'Fn::Join':
    case 'Fn::Select':
      return ['literal', 'list'];
    case 'Fn::Split':
      return ['literal', 'text'];
    case 'Fn::Cidr':
      return ['text', 'text', 'text'];
    case 'Fn::Base64':
      return 'text';
    case 'Fn::ToJsonString':
      return 'anything';
    case 'Fn::GetAtt':
    case 'Fn::FindInMap':
    case 'Fn::GetAZs':
    case 'Fn::ImportValue':
    case 'Fn::Length':
    case 'Fn::Transform':
      return 'literal';
    default:
      return name.startsWith('Fn::ForEach::') ? ['literal', 'literal', 'anything'] : takes;
  }
}

/** The name that a value refers to, if it is a function that names something. */
export function namedIn(value: unknown): Named | undefined {
  const [[name = '', argument] = []] = isIntrinsic(value) ? Object.entries(value) : [];
  return namedBy(name, argument);
}

/** The name that a function itself refers to, not counting functions in its arguments. */
export function namedBy(name: string, argument: unknown): Named | undefined {
  const first = Array.isArray(argument) ? argument[0] : argument;
  if (typeof first !== 'string') return undefined;
  switch (name) {
    case 'Ref':
      return { kind: 'Ref', name: first };
    case 'Fn::GetAtt': {
      // Both forms: a list of two, or one text with a dot.
      const [id = '', ...rest] = Array.isArray(argument) ? argument : first.split('.');
      const isText = rest.every((part) => typeof part === 'string');
      return { kind: 'GetAtt', name: id, attribute: isText ? rest.join('.') : undefined };
    }
    case 'Fn::If':
      return { kind: 'Condition', name: first };
    case 'Fn::FindInMap':
      return { kind: 'Mapping', name: first };
    default:
      return undefined;
  }
}

/** Whether functions such as `Fn::ForEach`, which add keys, are among those of a mapping. */
export const hasFunctionKeys = (mapping: object): boolean => Object.keys(mapping).some((key) => key.startsWith('Fn::'));
