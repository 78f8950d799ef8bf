import type { Module } from '../read/module.js';
import { hasFunctionKeys, namedIn } from '../template/intrinsics.js';
import { type Mapping, section } from '../template/template.js';
import { overridesReach } from './overrides.js';
import { eachModule, type Rule } from './rule.js';

/**
 * A security group is for the resources of its VPC, unless it is also associated with another one:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSecurityGroupVpc.html
 */
export const otherVpc: Rule = {
  code: 'other-vpc',
  severity: 'warning',
  description: 'A security group of another VPC than the one that the module creates.',
  check: eachModule(({ id, config, environments, typeOf, propertiesOf }, report) => {
    if (config.vpc) return;
    for (const { path, value } of environments) {
      const { security_group_ids: groups, overrides = {} } = value;
      // Other subnets can be in any VPC.
      if (!Array.isArray(groups) || overridesReach(section(overrides, 'ComputeResources'), ['Subnets'])) continue;
      for (const [index, group] of groups.entries()) {
        const { name = '' } = namedIn(group) ?? {};
        const where = typeOf(name) === 'AWS::EC2::SecurityGroup' ? vpcOf(propertiesOf(name), typeOf) : undefined;
        if (where === undefined) continue;
        const message = `${name} is in ${where}, and the instances are in the VPC that ${id} creates`;
        const hint = `In the properties of ${name}, write VpcId: !GetAtt ${id}.vpc.aws_vpc.vpc.id`;
        report([...path, 'security_group_ids', index], message, hint);
      }
    }
  }),
};

/**
 * The VPC of a security group if it is known to be another one: without `VpcId`, it is the default one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
 */
function vpcOf(group: Mapping, typeOf: Module['typeOf']): string | undefined {
  // A transform or loop can add it.
  if (hasFunctionKeys(group)) return undefined;
  const { VpcId: vpc } = group;
  if (vpc === undefined) return 'the default VPC';
  const { name = '' } = namedIn(vpc) ?? {};
  return typeOf(name) === 'AWS::EC2::VPC' ? `the VPC ${name}` : undefined;
}
