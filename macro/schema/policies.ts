/** IAM permissions as the language takes them: managed policies and statements. */

import * as v from 'valibot';
import { isPlainMapping } from '../template/intrinsics.js';
import { isMapping, type Mapping } from '../template/template.js';
import { either, knownList, text } from './field.js';

const POLICY = 'the ARN of a managed policy, or a statement such as { Effect: Allow, Action: …, Resource: … }';

const managed = text(POLICY, /^arn:/);
const ELEMENTS_OF_ROLES = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
/** Those that a policy of a role cannot have get a message of their own. */
const ELEMENTS = [...ELEMENTS_OF_ROLES, 'Principal', 'NotPrincipal'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
const statement = v.pipe(
  // A whole policy document has none of what a statement needs, which is one mistake.
  v.custom<Mapping>((value) => isMapping(value) && !('Statement' in value), POLICY),
  v.check((value) => ['Allow', 'Deny'].includes(String(value['Effect'])), 'a statement with Effect: Allow or Deny'),
  v.check((value) => 'Action' in value !== 'NotAction' in value, 'a statement with either Action or NotAction'),
  v.check((value) => 'Resource' in value !== 'NotResource' in value, 'a statement with either Resource or NotResource'),
  v.check(
    (value) => ['Action', 'NotAction', 'Resource', 'NotResource'].every((key) => !isEmpty(value[key])),
    'a statement whose actions and resources are not empty',
  ),
  v.check(
    (value) => Object.keys(value).every((key) => ELEMENTS.includes(key) || key.startsWith('Fn::')),
    `a statement with no other elements than ${ELEMENTS_OF_ROLES.join(', ')}`,
  ),
  v.check(
    (value) => !('Principal' in value || 'NotPrincipal' in value),
    'a statement without Principal, which a role’s policy cannot have',
  ),
);

const isEmpty = (value: unknown) => value === '' || (Array.isArray(value) && value.length === 0);

/** Managed policies by ARN, and statements. */
export const policies = knownList(either((input) => (isPlainMapping(input) ? statement : managed), managed, statement));

export type Policies = v.InferOutput<typeof policies>;
