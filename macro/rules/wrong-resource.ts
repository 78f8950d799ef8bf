import { checkReferred, type Expected } from './referred.js';
import { eachModule, type Rule } from './rule.js';

/**
 * `Ref` returns the ids:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
const VPC: Expected = { types: ['AWS::EC2::VPC'], noun: 'a VPC', part: 'id', attributes: ['VpcId'] };
const SUBNET: Expected = { types: ['AWS::EC2::Subnet'], noun: 'a subnet', part: 'id', attributes: ['SubnetId'] };
const GROUP: Expected = {
  types: ['AWS::EC2::SecurityGroup'],
  noun: 'a security group',
  part: 'id',
  attributes: ['GroupId', 'Id'],
};

export const wrongResource: Rule = {
  code: 'wrong-resource',
  severity: 'error',
  description: 'A reference to something other than the id of a VPC, a subnet or a security group.',
  check: eachModule((module, report) => {
    const { config, configPath, environments } = module;
    const path = [...configPath, 'vpc'];
    checkReferred(config.vpc?.id, VPC, [...path, 'id'], module, report);
    // A single function can stand for the whole list, and is not compared.
    const eachOf = (list: unknown) => (Array.isArray(list) ? list.entries() : []);
    for (const [index, subnet] of eachOf(config.vpc?.subnets))
      checkReferred(subnet, SUBNET, [...path, 'subnets', index], module, report);
    for (const { path: at, value } of environments)
      for (const [index, group] of eachOf(value.security_group_ids))
        checkReferred(group, GROUP, [...at, 'security_group_ids', index], module, report);
  }),
};
