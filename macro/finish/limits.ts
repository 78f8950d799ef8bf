/** Checks the created resources against limits of their services, which their keys reach only together. */

import { type Diagnostics, show } from '../diagnostics/diagnostics.js';
import { canBeNothing, isUnseen, subOf } from '../template/intrinsics.js';
import { type Emitted, isMapping, section } from '../template/template.js';

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MOST_TAGS = 50;
/** The quota can be raised to this: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_MANAGED = 20;
/** In bytes, before Base64: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
const MOST_USER_DATA = 16_384;
/** In characters, without white space, of all inline policies of a role: the same page. */
const LONGEST_INLINE = 10_240;

/** Checks the numbers of tags and policies, and the sizes of roles and user data. */
export function checkLimits(emitted: readonly Emitted[], diagnostics: Diagnostics): void {
  for (const each of emitted) {
    checkTags(each, diagnostics);
    if (each.resource.Type === 'AWS::IAM::Role') checkRole(each, diagnostics);
    if (each.resource.Type === 'AWS::EC2::LaunchTemplate') checkUserData(each, diagnostics);
  }
}

function checkTags({ id, resource, path }: Emitted, diagnostics: Diagnostics): void {
  const { Tags: tags } = resource.Properties;
  const count = isUnseen(tags) ? 0 : Object.values(tags ?? {}).filter((tag) => !canBeNothing(tag)).length;
  if (count <= MOST_TAGS) return;
  const message = `${id} has ${count} tags; the maximum is ${MOST_TAGS}`;
  diagnostics.error('too-many-tags', path, message, 'Remove some of them.');
}

function checkUserData({ resource, path }: Emitted, diagnostics: Diagnostics): void {
  const { UserData: data } = section(resource.Properties, 'LaunchTemplateData');
  const text = isMapping(data) ? data['Fn::Base64'] : undefined;
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text).length : 0;
  if (bytes <= MOST_USER_DATA) return;
  const message = `the user data has ${bytes} bytes, with what the macro adds to it; Amazon EC2 allows ${MOST_USER_DATA}`;
  const hint = 'Download a longer script from Amazon S3, and run it.';
  diagnostics.error('user-data-size', [...path, 'instances', 'user_data'], message, hint);
}

function checkRole({ id, resource, path }: Emitted, diagnostics: Diagnostics): void {
  const { ManagedPolicyArns: managed, Policies: inline = [] } = resource.Properties;
  const arns = Array.isArray(managed) ? managed.map((arn) => JSON.stringify(arn)) : [];
  const count = Array.isArray(managed) ? managed.filter((arn) => !canBeNothing(arn)).length : 0;
  if (count > MOST_MANAGED) {
    const message = `${id} has ${count} managed policies; the maximum is ${MOST_MANAGED}`;
    diagnostics.error('too-many-policies', path, message, 'Use fewer, or statements instead.');
  }
  for (const arn of new Set(arns.filter((each, index) => arns.indexOf(each) < index))) {
    const message = `${id} has the managed policy ${show(JSON.parse(arn))} twice`;
    diagnostics.error('duplicate-policy', path, message, 'Remove one of them.');
  }
  const length = leastLength(inline);
  if (length > LONGEST_INLINE) {
    const message = `the policies of ${id} have at least ${length} characters; the maximum is ${LONGEST_INLINE}`;
    diagnostics.error('role-too-large', path, message, 'Use fewer or shorter statements, or managed policies.');
  }
}

/** The least number of characters of the documents of inline policies, without what only the deployment adds. */
const leastLength = (policies: unknown): number =>
  Array.isArray(policies)
    ? policies
        .filter((policy) => !isUnseen(policy))
        .map(({ PolicyDocument }) => JSON.stringify(PolicyDocument, literal).replace(/\s/g, '').length)
        .reduce((sum, length) => sum + length, 0)
    : 0;

/** The parts of a value that are known. */
function literal(_: string, value: unknown): unknown {
  if (!isUnseen(value)) return value;
  return isMapping(value) ? (subOf(value)?.text ?? '').replace(/\$\{[^}]*\}/g, '') : '';
}
