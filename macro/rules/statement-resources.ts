/** Checks that what the statements of a policy are about are ARNs. */

import { show } from '../diagnostics/diagnostics.js';
import type { Module } from '../read/module.js';
import type { Policies } from '../schema/policies.js';
import { branchesOf, type Intrinsic, isIntrinsic, isPlainMapping, subOf } from '../template/intrinsics.js';
import type { Mapping, Path } from '../template/template.js';
import type { Report } from './rule.js';
import { isNoResource } from './written-arn.js';

/**
 * What `Ref` returns, which is no ARN. `Arn` is an attribute of all of these types. The page of each of them is like
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
const REFS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'the name of the table',
  'AWS::DynamoDB::Table': 'the name of the table',
  'AWS::ECR::Repository': 'the name of the repository',
  'AWS::EFS::FileSystem': 'the id of the file system',
  'AWS::IAM::Role': 'the name of the role',
  'AWS::KMS::Key': 'the id of the key',
  'AWS::KMS::ReplicaKey': 'the id of the key',
  'AWS::Kinesis::Stream': 'the name of the stream',
  'AWS::Lambda::Function': 'the name of the function',
  'AWS::Logs::LogGroup': 'the name of the log group',
  'AWS::S3::Bucket': 'the name of the bucket',
  'AWS::SQS::Queue': 'the URL of the queue',
};

/** Reports the resources of statements that are names or ids, which IAM refuses as no ARN. */
export function checkStatementResources(
  policies: Policies = [],
  path: Path,
  { typeOf }: Pick<Module, 'typeOf'>,
  report: Report,
): void {
  for (const [index, statement] of policies.entries()) {
    if (!isPlainMapping(statement)) continue;
    for (const key of ['Resource', 'NotResource'])
      for (const { at, value } of eachOf((statement as Mapping)[key], [...path, index, key]))
        for (const branch of branchesOf(value)) {
          const [name, written, instead] = (isIntrinsic(branch) && namedFirst(branch)) || [''];
          const type = typeOf(name) ?? '';
          const { text } = (isIntrinsic(branch) && subOf(branch)) || {};
          if (text !== undefined && isNoResource(text)) {
            const isUri = text.startsWith('s3://');
            const hint = isUri ? `Write arn:\${AWS::Partition}:s3:::${text.slice(5)}.` : 'Begin with arn:.';
            report(at, `expected an ARN; received ${show(text)}`, hint);
          }
          if (!Object.hasOwn(REFS, type)) continue;
          report(at, `expected an ARN; ${written} is ${REFS[type]}`, `Write ${instead} instead of ${written}.`);
        }
  }
}

const eachOf = (value: unknown, at: Path): { at: Path; value: unknown }[] =>
  Array.isArray(value) ? value.map((item, index) => ({ at: [...at, index], value: item })) : [{ at, value }];

/** The name that the value begins with, how it is written, and how to write its ARN. */
function namedFirst(value: Intrinsic): readonly [name: string, written: string, instead: string] | undefined {
  const { Ref: name } = value;
  if (typeof name === 'string') return [name, `!Ref ${name}`, `!GetAtt ${name}.Arn`];
  const { text = '', variables = {} } = subOf(value) ?? {};
  const [written, first = ''] = /^\$\{(\w+)\}/.exec(text) ?? [];
  return written && !Object.hasOwn(variables, first) ? [first, written, `\${${first}.Arn}`] : undefined;
}
