/**
 * Emits NAT gateways, through which instances in private subnets reach the internet. Each is in a public subnet of its
 * own: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */

import type { Module } from '../read/module.js';
import { cidrOf, zonesOf } from '../read/zones.js';
import { natBlock } from '../template/cidr.js';
import { getAtt, ref } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The NAT gateways and all that they need. */
export function lowerNat(module: Module): Emitted[] {
  const { id } = module;
  const emit = emitter(module, module.configPath);
  const VpcId = ref(logicalId(id, 'Vpc'));
  const RouteTableId = ref(logicalId(id, 'PublicTable'));
  const attached = [logicalId(id, 'GatewayAttachment')];
  const toInternet = {
    RouteTableId,
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref(logicalId(id, 'InternetGateway')),
  };
  return [
    emit('PublicTable', '', 'AWS::EC2::RouteTable', { VpcId, Tags: tags(module, '-public') }),
    emit('PublicRoute', '', 'AWS::EC2::Route', toInternet, attached),
    ...gatewayZones(module).flatMap(({ number, zone }) => {
      const name = String(number);
      const SubnetId = ref(logicalId(id, 'PublicSubnet', name));
      return [
        emit('PublicSubnet', name, 'AWS::EC2::Subnet', {
          VpcId,
          AvailabilityZone: zone,
          CidrBlock: natBlock(cidrOf(module), number),
          Tags: tags(module, `-public-${name}`),
        }),
        emit('PublicAssociation', name, 'AWS::EC2::SubnetRouteTableAssociation', { RouteTableId, SubnetId }),
        // The internet gateway must be attached as long as the VPC has a public address:
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html
        emit('NatAddress', name, 'AWS::EC2::EIP', { Domain: 'vpc', Tags: tags(module, `-nat-${name}`) }, attached),
        emit(
          'NatGateway',
          name,
          'AWS::EC2::NatGateway',
          {
            AllocationId: getAtt(logicalId(id, 'NatAddress', name), 'AllocationId'),
            SubnetId,
            Tags: tags(module, `-nat-${name}`),
          },
          // Instances use the gateway until they are gone, so its way out must outlive it.
          [logicalId(id, 'PublicRoute'), logicalId(id, 'PublicAssociation', name)],
        ),
      ];
    }),
  ];
}

/**
 * The logical id of the NAT gateway of a route table: the one in the zone of its subnet, or else the first.
 *
 * @param table - the number of the table's subnet, or '' for the table that all subnets share
 */
export function gatewayOf(module: Module, table: string): string {
  const numbers = gatewayZones(module).map(({ number }) => String(number));
  return logicalId(module.id, 'NatGateway', numbers.includes(table) ? table : numbers[0]);
}

const gatewayZones = (module: Module) => zonesOf(module).slice(0, module.config.nat_gateways ?? 1);
