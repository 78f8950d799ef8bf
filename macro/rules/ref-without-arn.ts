import type { Module } from '../read/module.js';
import type { Path } from '../template/template.js';
import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';
import { checkStatementResources } from './statement-resources.js';

/** What `Ref` returns is on the page of each type: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
const ROLE: Expected = {
  types: ['AWS::IAM::Role'],
  noun: 'a role',
  part: 'ARN',
  attributes: ['Arn'],
  ref: 'the name of the role',
};
const PROFILE: Expected = {
  types: ['AWS::IAM::InstanceProfile'],
  noun: 'an instance profile',
  part: 'name or ARN',
  attributes: ['Arn'],
};
const KEY: Expected = {
  types: ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'],
  noun: 'a KMS key',
  part: 'ARN',
  attributes: ['Arn'],
  ref: 'the id of the key',
};
const POLICY: Expected = {
  types: ['AWS::IAM::ManagedPolicy'],
  noun: 'a managed policy',
  part: 'ARN',
  attributes: ['PolicyArn'],
};

export const refWithoutArn: Rule = {
  code: 'ref-without-arn',
  severity: 'error',
  description:
    'A reference to something other than the ARN of a role, a policy or a key, the name or ARN of an instance profile, or what a statement is about.',
  check: eachModule((module, report) => {
    for (const { path, value, expected } of arnsOf(module)) checkReferred(value, expected, path, module, report);
    const { config, configPath, definitions } = module;
    checkStatementResources(config.instance_policies, [...configPath, 'instance_policies'], module, report);
    for (const { path, value } of definitions)
      checkStatementResources(value.policies, [...path, 'policies'], module, report);
  }),
};

/** The values of a module that must be ARNs, and the instance profile, which can also be a name. */
function arnsOf({ config, configPath, definitions }: Module) {
  const arn = (value: unknown, expected: Expected, ...path: Path) => ({ path, value, expected });
  const eachOf = (list: readonly unknown[] = [], expected: Expected, ...path: Path) =>
    list.map((value, index) => arn(value, expected, ...path, index));
  return [
    arn(config.instance_profile, PROFILE, ...configPath, 'instance_profile'),
    arn(config.logs?.kms_key, KEY, ...configPath, 'logs', 'kms_key'),
    arn(config.permissions_boundary, POLICY, ...configPath, 'permissions_boundary'),
    ...eachOf(config.instance_policies, POLICY, ...configPath, 'instance_policies'),
    ...definitions.flatMap(({ path, value }) => [
      arn(value.job_role, ROLE, ...path, 'job_role'),
      arn(value.execution_role, ROLE, ...path, 'execution_role'),
      ...eachOf(value.policies, POLICY, ...path, 'policies'),
    ]),
  ];
}
