import type { Module } from '../read/module.js';
import { branchesOf } from '../template/intrinsics.js';
import { isMapping, type Path } from '../template/template.js';
import { eachModule, type Rule } from './rule.js';

/** Resources whose `Ref` is a name or an id: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html */
const REFS: Readonly<Record<string, string>> = {
  'AWS::IAM::Role': 'the name of the role',
  'AWS::IAM::InstanceProfile': 'the name of the instance profile',
  'AWS::KMS::Key': 'the id of the key',
};

export const refWithoutArn: Rule = {
  code: 'ref-without-arn',
  severity: 'error',
  description: 'A Ref to a resource that returns its name or id where its ARN is required.',
  check: eachModule((module, report) => {
    for (const { path, value } of arnsOf(module)) {
      for (const branch of branchesOf(value)) {
        const name = isMapping(branch) && typeof branch['Ref'] === 'string' ? branch['Ref'] : '';
        const meaning = REFS[module.typeOf(name) ?? ''];
        if (meaning) report(path, `!Ref ${name} is ${meaning}, not its ARN`, `Write !GetAtt ${name}.Arn`);
      }
    }
  }),
};

/** The values of a module that must be ARNs. */
function arnsOf({ config, configPath, definitions }: Module): { path: Path; value: unknown }[] {
  return [
    { path: [...configPath, 'instance_profile'], value: config.instance_profile },
    { path: [...configPath, 'logs', 'kms_key'], value: config.logs?.kms_key },
    ...definitions.flatMap(({ path, value }) =>
      (['job_role', 'execution_role'] as const).map((key) => ({ path: [...path, key], value: value[key] })),
    ),
  ].filter(({ value }) => value !== undefined);
}
