import type { Path } from '../template/template.js';
import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';

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

export const wrongResource: Rule = {
  code: 'wrong-resource',
  severity: 'error',
  description:
    'A reference to something other than the id of a VPC, subnet, security group or image, or the name of a key pair.',
  check: eachModule((module, report) => {
    const { config, configPath, environments } = module;
    const check = (value: unknown, expected: Expected, ...path: Path) =>
      checkReferred(value, expected, path, module, report);
    // A single function can stand for the whole list.
    const checkEach = (list: unknown, expected: Expected, ...path: Path) => {
      if (!Array.isArray(list)) check(list, expected, ...path);
      else for (const [index, item] of list.entries()) check(item, expected, ...path, index);
    };
    check(config.vpc?.id, VPC, ...configPath, 'vpc', 'id');
    checkEach(config.vpc?.subnets, SUBNET, ...configPath, 'vpc', 'subnets');
    for (const { path, value } of environments) {
      checkEach(value.security_group_ids, GROUP, ...path, 'security_group_ids');
      check(value.instances.ami_id, IMAGE, ...path, 'instances', 'ami_id');
      if ('key_pair' in value.instances) check(value.instances.key_pair, KEY_PAIR, ...path, 'instances', 'key_pair');
    }
  }),
};
