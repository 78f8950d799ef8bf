/** Compares what a value refers to with the resource that its key takes. */

import { show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import { branchesOf, isIntrinsic, namedBy, namedIn, subOf } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import type { Report } from './rule.js';
import { type ArnKind, isNoArn } from './written-arn.js';

/** The id, ARN or name of a resource, which a key takes. */
export interface Expected {
  /** The types of resource that have it. */
  readonly types: readonly string[];
  /** Such as `an EFS file system`. */
  readonly noun: string;
  readonly part: 'id' | 'ARN' | 'name' | 'name or ARN';
  /** The attributes that return it; the first is the usual one. */
  readonly attributes: readonly string[];
  /** What `Ref` returns, if not the part. */
  readonly ref?: string;
  /** The type of parameter for the part, if there is one. */
  readonly parameter?: string;
  /** The form of the ARN, if only that is valid. */
  readonly arn?: ArnKind;
}

/** Reports the branches of a value that refer to something else in the template. */
export function checkReferred(
  value: unknown,
  expected: Expected,
  path: Path,
  { typeOf }: Pick<Module, 'typeOf'>,
  report: Report,
): void {
  for (const branch of value === undefined ? [] : branchesOf(value)) {
    const text = isIntrinsic(branch) ? subOf(branch) : undefined;
    const [, alone] = (text && ALONE.exec(text.text)) ?? [];
    const isVariable = alone !== undefined && Object.hasOwn(text?.variables ?? {}, alone);
    const named = alone === undefined ? namedIn(branch) : isVariable ? undefined : namedBy(...asFunction(alone));
    const fault =
      (named?.kind === 'Ref' || named?.kind === 'GetAtt') && faultOf(named, typeOf(named.name), expected, alone);
    if (fault) report(path, fault[0], fault[1]);
    else if (text && expected.arn && isNoArn(text.text, expected.arn)) {
      const { noun, arn } = expected;
      const example = `arn:\${AWS::Partition}:${arn.service}::\${AWS::AccountId}:${arn.type}/NAME`;
      report(path, `expected the ARN of ${noun}; received ${show(text.text)}`, `For example: !Sub '${example}'.`);
    }
  }
}

/** Text of `Fn::Sub` that is nothing but a name. */
const ALONE = /^\$\{\s*([^!}\s][^}]*?)\s*\}$/;

/** The function that returns the same as a name in `Fn::Sub`. */
const asFunction = (name: string) => [name.includes('.') ? 'Fn::GetAtt' : 'Ref', name] as const;

type Named = NonNullable<ReturnType<typeof namedIn>>;

/**
 * The message and the fix; `undefined` for what may be right.
 *
 * @param inSub - the name, if it is in `Fn::Sub`
 */
function faultOf(
  { kind, name, attribute }: Named,
  type = '',
  { types, noun, part, attributes, ref, parameter }: Expected,
  inSub: string | undefined,
): readonly [message: string, hint: string] | undefined {
  // Resources of two kinds can have the same name.
  const canBeName = part.startsWith('name');
  const other = `expected the ${part} of ${noun}; ${name} is ${type}`;
  const [, own] = OF_PARAMETER.exec(type) ?? [];
  if (own !== undefined) {
    if (own === parameter || (canBeName && own.endsWith('Name'))) return undefined;
    return [other, parameter === undefined ? `Refer to ${noun}.` : `Use a parameter of type ${parameter}.`];
  }
  if (types.includes(type)) {
    const fix = ref === undefined ? `Write !Ref ${name}` : `Write !GetAtt ${name}.${attributes[0]}`;
    if (kind === 'Ref')
      return ref === undefined
        ? undefined
        : [`${inSub ? `\${${name}}` : `!Ref ${name}`} is ${ref}, not its ${part}`, fix];
    if (!attribute || attributes.includes(attribute)) return undefined;
    return [`expected the ${part} of ${noun}; received its ${attribute}`, fix];
  }
  if (!isOther(type)) return undefined;
  // The attribute Arn is always the ARN of the resource itself.
  const isCertain = kind === 'GetAtt' ? part.endsWith('ARN') && attribute === 'Arn' : !canBeName || HAS_ID.test(type);
  if (!isCertain) return undefined;
  const fix = ref === undefined ? `Write !Ref of ${noun}.` : `Refer to the ${attributes[0]} of ${noun}.`;
  return [other, fix];
}

/**
 * The types of parameters whose values CloudFormation looks up, also from Systems Manager and in lists:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
 */
const OF_PARAMETER = /^(?:AWS::SSM::Parameter::Value<)?(?:List<)?(AWS::(?:EC2|Route53)::\w+::\w+)>*$/;

/** The types whose `Ref` is an ARN or an id assigned by AWS. Neither can be the name of another resource. */
const HAS_ID = /^AWS::(Batch|EC2)::(?!(KeyPair|PlacementGroup|SecurityGroup)$)/;

/** Whether a type is that of a resource which cannot stand for another one, as stacks and custom resources can. */
const isOther = (type: string) => /^AWS::\w+::\w+$/.test(type) && !/^AWS::(CloudFormation|SSM)::/.test(type);
