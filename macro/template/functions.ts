/**
 * The arguments that CloudFormation's functions take. Only what it refuses in every template is a fault: the value of a
 * function in an argument is not known, so it is never one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */

import { nearest, show } from '../diagnostics/diagnostics.js';
import { EXTENSIONS, hasFunctionKeys, isIntrinsic, isPlainMapping } from './intrinsics.js';
import { isMapping, type Mapping, section, textOf } from './template.js';

/** Why CloudFormation refuses a function. */
export interface Malformed {
  readonly message: string;
  readonly hint: string;
  /** True if the value of the function is refused, so that one in a branch that is never selected is not. */
  readonly isValue?: true;
}

/** The functions in properties. Others may be new, so that only what is close to one of these is a mistake. */
const FUNCTIONS = [
  'Base64',
  'Cidr',
  'FindInMap',
  'ForEach',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
].map((name) => `Fn::${name}`);

/** The functions that return text, not a list. */
const TEXTS = ['Fn::Base64', 'Fn::Join', 'Fn::Sub'];
/** The functions that return a list. */
const LISTS = ['Fn::Cidr', 'Fn::GetAZs', 'Fn::Split'];
/** The types of parameters that are lists, also from Systems Manager. */
const LIST_TYPE = /^(AWS::SSM::Parameter::Value<)?(List<|CommaDelimitedList)/;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
const CONDITION_FUNCTIONS = ['Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or'];

type Check = (argument: unknown, template: Mapping) => Malformed | undefined;

const isExtended = ({ Transform: transforms }: Mapping) => `${JSON.stringify(transforms)}`.includes(EXTENSIONS);

/** A function that the transform adds: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html */
const extension =
  (name: string): Check =>
  (_, template) =>
    isExtended(template)
      ? undefined
      : { message: `${name} is valid only with the transform ${EXTENSIONS}`, hint: `Add ${EXTENSIONS} to Transform.` };

const JOIN = "For example: !Join ['-', [first, second]].";
const SELECT = 'For example: !Select [0, [first, second]].';
const SPLIT = "For example: !Split [',', !Ref Parameter].";
const IF = 'For example: !If [Condition, value, otherwise].';
const CIDR = 'For example: !Cidr [10.0.0.0/16, 4, 8].';
const FIND_IN_MAP = 'For example: !FindInMap [Mapping, key, name].';
const GET_ATT = 'For example: !GetAtt Role.Arn.';

const CHECKS: Readonly<Record<string, Check>> = {
  // With AWS::LanguageExtensions, the name can be the result of a function.
  Ref: (argument, template) =>
    typeof argument === 'string' || isExtended(template)
      ? undefined
      : takes('Ref', 'a name', argument, 'Write the name of a parameter or resource.', false),
  'Fn::Join': (argument) => {
    const [separator, list] = listOf(argument, 2, 2) ?? [];
    return takes('Fn::Join', 'text and a list', argument, JOIN, isScalar(separator) && canBeList(list));
  },
  'Fn::Select': (argument) => {
    const [index, list] = listOf(argument, 2, 2) ?? [];
    const isIndex = isFunction(index) || /^\s*\d+\s*$/.test(textOf(index));
    const fault = takes('Fn::Select', 'an index and a list', argument, SELECT, isIndex && canBeList(list));
    if (fault || !Array.isArray(list) || isFunction(index) || Number(index) < list.length) return fault;
    const message = `Fn::Select has no value at index ${Number(index)} of a list of ${list.length}`;
    return { message, hint: 'Indexes begin at 0.', isValue: true };
  },
  'Fn::Split': (argument) => {
    const [separator, text] = listOf(argument, 2, 2) ?? [];
    return takes('Fn::Split', 'a separator and text', argument, SPLIT, isScalar(separator) && isScalar(text));
  },
  'Fn::Sub': (argument, template) => {
    if (!Array.isArray(argument)) return takes('Fn::Sub', 'text', argument, 'Write text.', isScalar(argument));
    const [text, variables = {}] = listOf(argument, 1, 2) ?? [];
    // Transforms replace their functions by text. Others are not valid there.
    const isText =
      isScalar(text) && (!isFunction(text) || Object.hasOwn(text, 'Fn::Transform') || isExtended(template));
    const hint = "For example: !Sub ['${Name}.txt', { Name: report }].";
    return takes('Fn::Sub', 'text and its variables', argument, hint, isText && isMapping(variables));
  },
  'Fn::If': (argument) => {
    const [condition] = listOf(argument, 3, 3) ?? [];
    return takes('Fn::If', 'the name of a condition and two values', argument, IF, isScalar(condition));
  },
  'Fn::FindInMap': (argument, template) => {
    const keys = listOf(argument, 3, 4);
    return takes('Fn::FindInMap', 'a mapping and two keys', argument, FIND_IN_MAP, keys) ?? inMap(keys, template);
  },
  'Fn::GetAtt': (argument) => {
    const parts = typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument : [];
    const isNamed = parts.length > 1 && parts.every((part) => part !== '');
    return takes('Fn::GetAtt', 'a resource and its attribute', argument, GET_ATT, isNamed && parts.every(isScalar));
  },
  'Fn::Cidr': (argument) => {
    const [block, count, bits = 8] = listOf(argument, 2, 3) ?? [];
    const isValid = isScalar(block) && isWithin(count, 1, 256) && isWithin(bits, 1, 128);
    return takes(
      'Fn::Cidr',
      'a CIDR block, a number from 1 to 256 and the bits of each block',
      argument,
      CIDR,
      isValid,
    );
  },
  'Fn::Base64': (argument) => takes('Fn::Base64', 'text', argument, 'Write text.', isScalar(argument)),
  'Fn::ImportValue': (argument) =>
    takes(
      'Fn::ImportValue',
      'the name of an export',
      argument,
      'Write its name.',
      argument !== '' && isScalar(argument),
    ),
  'Fn::Length': extension('Fn::Length'),
  'Fn::ToJsonString': extension('Fn::ToJsonString'),
};

/** Why CloudFormation refuses a function of a property; `undefined` if it does not, or if that is not known. */
export function malformed(name: string, argument: unknown, template: Mapping): Malformed | undefined {
  const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  // What another transform inserts, or a loop, is not known.
  if (check) return isIntrinsic(argument) && !TAKES_ONE.includes(name) ? undefined : check(argument, template);
  if (FUNCTIONS.includes(name) || name.startsWith('Fn::ForEach::')) return undefined;
  if (CONDITION_FUNCTIONS.includes(name))
    return { message: `${name} is valid only in Conditions`, hint: 'Define a condition there, and name it in Fn::If.' };
  const near = name === 'Fn::Ref' ? 'Ref' : nearest(name, FUNCTIONS);
  return near === undefined ? undefined : { message: `there is no function ${name}`, hint: `Did you mean ${near}?` };
}

/** What a function returns; `undefined` if that is not certain, as of an attribute or a value of a mapping. */
export function returnedBy(name: string, argument: unknown, template: Mapping): 'text' | 'list' | undefined {
  if (name !== 'Ref') return TEXTS.includes(name) ? 'text' : LISTS.includes(name) ? 'list' : undefined;
  const { Type: type } = section(section(template, 'Parameters'), String(argument));
  if (typeof type === 'string') return LIST_TYPE.test(type) ? 'list' : 'text';
  if (argument === 'AWS::NotificationARNs') return 'list';
  return Object.hasOwn(section(template, 'Resources'), String(argument)) ? 'text' : undefined;
}

/** The functions that take a value, which can be a function. */
const TAKES_ONE = ['Ref', 'Fn::Base64', 'Fn::ImportValue', 'Fn::Length', 'Fn::Sub', 'Fn::ToJsonString'];

/** A fault unless the arguments are valid. */
function takes(name: string, what: string, received: unknown, hint: string, isValid: unknown): Malformed | undefined {
  return isValid ? undefined : { message: `${name} takes ${what}; received ${show(received)}`, hint };
}

/** The arguments, if there are as many as a function takes. */
const listOf = (argument: unknown, least: number, most: number): readonly unknown[] | undefined =>
  Array.isArray(argument) && argument.length >= least && argument.length <= most ? argument : undefined;

const isFunction = (value: unknown): value is Mapping => isIntrinsic(value);

/** Text, a number, a boolean or a function. */
const isScalar = (value: unknown) =>
  value !== undefined && value !== null && !Array.isArray(value) && !isPlainMapping(value);

/** A list, or a function that can return one. */
const canBeList = (value: unknown) =>
  Array.isArray(value) || (isFunction(value) && !TEXTS.includes(Object.keys(value)[0] ?? ''));

const isWithin = (value: unknown, least: number, most: number) =>
  isFunction(value) || (/^\s*\d+\s*$/.test(textOf(value)) && Number(value) >= least && Number(value) <= most);

/** A fault if literal keys are not in a mapping. A function in the mapping may insert any keys. */
function inMap([name, ...keys]: readonly unknown[] = [], template: Mapping): Malformed | undefined {
  const { Mappings: mappings } = template;
  if (keys.length > 2 || !isMapping(mappings) || typeof name !== 'string' || !Object.hasOwn(mappings, name))
    return undefined;
  let inner: unknown = mappings[name];
  for (const [index, key] of keys.entries()) {
    if (isMapping(key) || !isMapping(inner) || hasFunctionKeys(inner)) return undefined;
    const text = textOf(key);
    if (!Object.hasOwn(inner, text)) {
      const place = [name, ...keys.slice(0, index)].map(textOf).join('.');
      const near = nearest(text, Object.keys(inner)) ?? Object.keys(inner).slice(0, 12).join(', ');
      return { message: `the mapping ${place} has no key ${show(text)}`, hint: `Use one of: ${near}.`, isValue: true };
    }
    inner = inner[text];
  }
  return undefined;
}
