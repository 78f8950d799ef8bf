/** IAM permissions as the language takes them: managed policies and statements. */

import * as v from 'valibot';
import { isPlainMapping, isUnseen } from '../template/intrinsics.js';
import type { Mapping } from '../template/template.js';
import { field } from './field.js';
import { choice, dictionary, either, knownList, list, object, text } from './types.js';

const POLICY = 'the ARN of a managed policy, or a statement such as { Effect: Allow, Action: …, Resource: … }';
const ELEMENTS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements';

/**
 * In the account of its owner, which is aws for policies of AWS:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export const POLICY_ARN = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/\S+$/;
const managed = text(POLICY, POLICY_ARN);

/** One value, or a list of them. */
const someOf = (expected: string, pattern: RegExp) => {
  const one = text(expected, pattern);
  const several = list(one, 1);
  return either((input) => (Array.isArray(input) ? several : one), one, several);
};

/** IAM does not check the names of actions, but that each has one service before it, without wildcards. */
const actions = () => someOf('an action such as s3:GetObject, or *', /^(\*+|(\*|[A-Za-z0-9.-]+):[^:]*)$/);

/** A wildcard, or a policy variable, can stand for any part. */
const resources = () =>
  someOf('the ARN of a resource, or *', /^(\*|(arn|[^:]*[*?$][^:]*):(aws[a-z-]*|[^:]*[*?$][^:]*):[\s\S]*)$/);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
  ...['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'Bool', 'Null', 'IpAddress', 'NotIpAddress'],
  ...['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'BinaryEquals'],
  ...['Numeric', 'Date'].flatMap((type) =>
    ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((how) => type + how),
  ),
];
const OPERATOR = new RegExp(`^((ForAnyValue|ForAllValues):)?(${OPERATORS.join('|')})(IfExists)?$`, 'i');

/** A function can stand for the whole, or for what is compared. Otherwise IAM requires a mapping in a mapping. */
const orFunction = <const S extends v.GenericSchema>(literal: S) =>
  either((input) => (isUnseen(input) ? v.any() : literal), literal, v.any());

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const compared = orFunction(dictionary(/./, 'the key of a condition', v.any()));
/** What is compared, without an operator around it. The keys of conditions have a service before them. */
const compare = (key: string, value: unknown) =>
  key.includes(':') && !isPlainMapping(value) ? `StringEquals: { ${key}: ${JSON.stringify(value)} }` : undefined;
const condition = dictionary(OPERATOR, 'an operator such as StringEquals', compared, {
  words: OPERATORS,
  meant: compare,
});

const isWithout = (value: Mapping, ...keys: readonly string[]) => keys.every((key) => value[key] === undefined);

const NO_PRINCIPAL = 'Remove it: a role’s policy is always about the role.';

/** A statement of a policy of a role. */
const statement = object(
  {
    Sid: v.optional(
      field(text('letters and digits', /^[A-Za-z0-9]*$/), {
        doc: 'The name of the statement.',
        example: 'ReadInput',
        source: `${ELEMENTS}_sid.html`,
      }),
    ),
    Effect: field(choice('Allow', 'Deny'), {
      doc: 'Whether the statement allows or denies.',
      example: 'Allow',
      source: `${ELEMENTS}_effect.html`,
    }),
    Action: v.optional(
      field(actions(), {
        doc: 'The actions, each with the service that it is of.',
        example: 's3:GetObject',
        source: `${ELEMENTS}_action.html`,
      }),
    ),
    NotAction: v.optional(
      field(actions(), {
        doc: 'The actions that the statement is not about, instead of Action.',
        example: 'iam:*',
        excludes: ['Action'],
        source: `${ELEMENTS}_notaction.html`,
      }),
    ),
    Resource: v.optional(
      field(resources(), {
        doc: 'The ARNs of the resources. * stands for all.',
        example: 'arn:aws:s3:::my-bucket/*',
        source: `${ELEMENTS}_resource.html`,
      }),
    ),
    NotResource: v.optional(
      field(resources(), {
        doc: 'The ARNs of the resources that the statement is not about, instead of Resource.',
        example: 'arn:aws:s3:::my-bucket/*',
        excludes: ['Resource'],
        source: `${ELEMENTS}_notresource.html`,
      }),
    ),
    Condition: v.optional(
      field(orFunction(condition), {
        doc: 'When the statement is in effect: keys and values to compare, by operator.',
        example: { StringEquals: { 'aws:ResourceTag/team': 'data' } },
        source: `${ELEMENTS}_condition.html`,
      }),
    ),
  },
  (value) => [
    ...(isWithout(value, 'Action', 'NotAction') ? ['Action'] : []),
    ...(isWithout(value, 'Resource', 'NotResource') ? ['Resource'] : []),
  ],
  { Principal: NO_PRINCIPAL, NotPrincipal: NO_PRINCIPAL },
);

/** Managed policies by ARN, and statements. A whole policy document, which is neither, is one mistake. */
export const policies = knownList(
  either(
    (input) => (isPlainMapping(input) && !Object.hasOwn(input, 'Statement') ? statement : managed),
    managed,
    statement,
  ),
);

export type Policies = v.InferOutput<typeof policies>;
