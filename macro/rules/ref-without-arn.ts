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
  arn: { service: 'iam', type: 'role' },
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
  arn: { service: 'iam', type: 'policy' },
};

const OF_CONFIG = { instance_profile: PROFILE, permissions_boundary: POLICY, instance_policies: POLICY };
const OF_DEFINITIONS = { job_role: ROLE, execution_role: ROLE, policies: POLICY };

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

interface Arn {
  readonly path: Path;
  readonly value: unknown;
  readonly expected: Expected;
}

/** The values of a module that must be ARNs, and the instance profile, which can also be a name. */
function arnsOf({ config, configPath, definitions }: Module): Arn[] {
  const arns: Arn[] = [];
  const add = (values: object, keys: Readonly<Record<string, Expected>>, path: Path) => {
    for (const key in keys) {
      const [value, expected] = [values[key as never] as unknown, keys[key] as Expected];
      if (Array.isArray(value))
        arns.push(...value.map((item, index) => ({ path: [...path, key, index], value: item, expected })));
      else if (value !== undefined) arns.push({ path: [...path, key], value, expected });
    }
  };
  add(config, OF_CONFIG, configPath);
  add(config.logs ?? {}, { kms_key: KEY }, [...configPath, 'logs']);
  for (const { path, value } of definitions) add(value, OF_DEFINITIONS, path);
  return arns;
}
