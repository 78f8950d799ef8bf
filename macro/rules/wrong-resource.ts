import { isPlainMapping } from '../template/intrinsics.js';
import type { Path } from '../template/template.js';
import { overridingIn } from './overridden.js';
import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';
import { secretSources } from './secret-source.js';

/**
 * `Ref` returns the ids:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
const VPC: Expected = {
  types: ['AWS::EC2::VPC'],
  noun: 'a VPC',
  part: 'id',
  attributes: ['VpcId'],
  parameter: 'AWS::EC2::VPC::Id',
};
const SUBNET: Expected = {
  types: ['AWS::EC2::Subnet'],
  noun: 'a subnet',
  part: 'id',
  attributes: ['SubnetId'],
  parameter: 'AWS::EC2::Subnet::Id',
};
const GROUP: Expected = {
  types: ['AWS::EC2::SecurityGroup'],
  noun: 'a security group',
  part: 'id',
  attributes: ['GroupId', 'Id'],
  parameter: 'AWS::EC2::SecurityGroup::Id',
};
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-imagebuilder-image.html */
const IMAGE: Expected = {
  types: ['AWS::ImageBuilder::Image'],
  noun: 'an Amazon Machine Image',
  part: 'id',
  attributes: ['ImageId'],
  ref: 'the ARN of the image',
  parameter: 'AWS::EC2::Image::Id',
};
/** `Ref` returns the name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html */
const KEY_PAIR: Expected = {
  types: ['AWS::EC2::KeyPair'],
  noun: 'a key pair',
  part: 'name',
  attributes: ['KeyName'],
  parameter: 'AWS::EC2::KeyPair::KeyName',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-placementgroup.html */
const PLACEMENT_GROUP: Expected = {
  types: ['AWS::EC2::PlacementGroup'],
  noun: 'a placement group',
  part: 'name',
  attributes: ['GroupName'],
};
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html */
const LAUNCH_TEMPLATE: Expected = {
  types: ['AWS::EC2::LaunchTemplate'],
  noun: 'a launch template',
  part: 'id',
  attributes: ['LaunchTemplateId'],
};
/** `Ref` returns the ARN: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-computeenvironment.html */
const ENVIRONMENT: Expected = {
  types: ['AWS::Batch::ComputeEnvironment'],
  noun: 'a compute environment',
  part: 'ARN',
  attributes: ['ComputeEnvironmentArn'],
};
/** `Ref` returns the ARN: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
const TOPIC: Expected = {
  types: ['AWS::SNS::Topic'],
  noun: 'an Amazon SNS topic',
  part: 'ARN',
  attributes: ['TopicArn'],
};
/**
 * Of a secret and of what belongs to it, `Ref` returns the ARN:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
 */
const SECRET: Expected = {
  types: ['Secret', 'RotationSchedule', 'SecretTargetAttachment', 'ResourcePolicy'].map(
    (name) => `AWS::SecretsManager::${name}`,
  ),
  noun: 'a secret or parameter',
  part: 'name or ARN',
  attributes: ['Id'],
};

/** The properties in overrides that no single key sets. */
const BY_PROPERTY: Readonly<Record<string, Expected>> = {
  'ComputeResources.Subnets': SUBNET,
  'ComputeResources.LaunchTemplate.LaunchTemplateId': LAUNCH_TEMPLATE,
  'ComputeEnvironmentOrder.ComputeEnvironment': ENVIRONMENT,
  'ContainerProperties.Secrets.ValueFrom': SECRET,
  'ContainerProperties.LogConfiguration.SecretOptions.ValueFrom': SECRET,
};

export const wrongResource: Rule = {
  code: 'wrong-resource',
  severity: 'error',
  description:
    'A reference to a resource of another type than the key takes, such as a VPC where the id of a subnet is expected.',
  check: eachModule((module, report) => {
    const { config, configPath, environments, queues, definitions } = module;
    const check = (value: unknown, expected: Expected, ...path: Path) =>
      checkReferred(value, expected, path, module, report);
    // A single function can stand for the whole list.
    const checkEach = (list: unknown, expected: Expected, ...path: Path) => {
      if (!Array.isArray(list)) check(list, expected, ...path);
      else for (const [index, item] of list.entries()) check(item, expected, ...path, index);
    };
    const checkIn = (value: unknown, key: string, expected: Expected, ...path: Path) =>
      isPlainMapping(value) ? check(value[key], expected, ...path, key) : check(value, expected, ...path);
    check(config.vpc?.id, VPC, ...configPath, 'vpc', 'id');
    checkEach(config.vpc?.subnets, SUBNET, ...configPath, 'vpc', 'subnets');
    checkIn(config.notifications, 'to', TOPIC, ...configPath, 'notifications');
    for (const { path, value } of environments) {
      const { instances } = value;
      checkEach(value.security_group_ids, GROUP, ...path, 'security_group_ids');
      check(instances.ami_id, IMAGE, ...path, 'instances', 'ami_id');
      check(instances.key_pair, KEY_PAIR, ...path, 'instances', 'key_pair');
      check(instances.placement_group, PLACEMENT_GROUP, ...path, 'instances', 'placement_group');
      checkIn(instances.launch_template, 'id', LAUNCH_TEMPLATE, ...path, 'instances', 'launch_template');
    }
    for (const { path, value } of queues)
      checkEach(value.compute_environments, ENVIRONMENT, ...path, 'compute_environments');
    for (const { at, value } of definitions.flatMap(secretSources)) check(value, SECRET, ...at);
    for (const { property, value, path } of overridingIn(module)) {
      const expected = BY_PROPERTY[property];
      if (expected) check(value, expected, ...path);
    }
  }),
};
