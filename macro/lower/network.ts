/**
 * The VPC of a module: either an existing one, or a new one with a subnet in each Availability Zone, as in Provose's
 * `vpc` module. A new VPC also has an S3 endpoint, so that image layers are not downloaded over the internet:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 *
 * The key `network` decides whether subnets are public or private. It must never replace a subnet or the association of
 * one with its route table, because instances run there, and because a subnet can have only one association at a time.
 * So the same resources have other properties, which CloudFormation changes in place:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
 */

import type { Module } from '../read/module.js';
import { cidrOf, zonesOf } from '../read/zones.js';
import { eighth } from '../template/cidr.js';
import { type Intrinsic, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { emitter, tags } from './emit.js';
import { endpointsOf, lowerEndpoints } from './endpoints.js';
import { gatewayOf, lowerNat } from './nat.js';

/** The parts of the VPC that compute environments refer to. */
export interface Network {
  readonly vpcId: string | Intrinsic;
  readonly subnetIds: Intrinsic | readonly (string | Intrinsic)[];
  /** The VPC's CIDR block. */
  readonly cidr: string | Intrinsic | undefined;
  /**
   * Resources that must outlive every instance: AWS deletes no gateway, route or subnet with an address in use, and
   * Batch cannot stop instances that do not reach it.
   */
  readonly dependsOn: readonly string[];
}

/** The network of a module's compute environments. */
export function networkOf(module: Module): Network {
  const { id, config } = module;
  if (config.vpc) return { vpcId: config.vpc.id, subnetIds: config.vpc.subnets, cidr: config.vpc.cidr, dependsOn: [] };
  const numbers = zonesOf(module).map(({ number }) => String(number));
  const routes = tablesOf(module).map((name) => logicalId(id, 'InternetRoute', name));
  return {
    vpcId: ref(logicalId(id, 'Vpc')),
    subnetIds: numbers.map((number) => ref(logicalId(id, 'Subnet', number))),
    cidr: cidrOf(module),
    dependsOn: [
      ...(config.network === 'endpoints' ? endpointsOf(module) : [logicalId(id, 'GatewayAttachment'), ...routes]),
      ...numbers.map((number) => logicalId(id, 'TableAssociation', number)),
    ],
  };
}

/** The resources of a new VPC; none if the module uses an existing one. */
export function lowerNetwork(module: Module): Emitted[] {
  if (module.config.vpc) return [];
  const emit = emitter(module, module.configPath);
  const VpcId = ref(logicalId(module.id, 'Vpc'));
  const tables = tablesOf(module);
  return [
    emit('Vpc', '', 'AWS::EC2::VPC', {
      CidrBlock: cidrOf(module),
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
      Tags: tags(module, ''),
    }),
    ...(module.config.network === 'endpoints' ? [] : internetGateway(module)),
    ...tables.flatMap((name) => routeTable(module, name)),
    emit('S3Endpoint', '', 'AWS::EC2::VPCEndpoint', {
      VpcId,
      VpcEndpointType: 'Gateway',
      ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
      RouteTableIds: tables.map((name) => ref(logicalId(module.id, 'RouteTable', name))),
      Tags: tags(module, ''),
    }),
    ...subnets(module),
    ...(module.config.network === 'nat' ? lowerNat(module) : []),
    ...(module.config.network === 'endpoints' ? lowerEndpoints(module) : []),
  ];
}

function internetGateway(module: Module): Emitted[] {
  const emit = emitter(module, module.configPath);
  return [
    emit('InternetGateway', '', 'AWS::EC2::InternetGateway', { Tags: tags(module, '') }),
    emit('GatewayAttachment', '', 'AWS::EC2::VPCGatewayAttachment', {
      VpcId: ref(logicalId(module.id, 'Vpc')),
      InternetGatewayId: ref(logicalId(module.id, 'InternetGateway')),
    }),
  ];
}

/** A route table of the subnets, with its route to the internet if there is one. */
function routeTable(module: Module, name: string): Emitted[] {
  const emit = emitter(module, module.configPath);
  const VpcId = ref(logicalId(module.id, 'Vpc'));
  const table = emit('RouteTable', name, 'AWS::EC2::RouteTable', { VpcId, Tags: tags(module, '') });
  if (module.config.network === 'endpoints') return [table];
  const isNat = module.config.network === 'nat';
  const target = isNat
    ? { NatGatewayId: ref(gatewayOf(module, name)) }
    : { GatewayId: ref(logicalId(module.id, 'InternetGateway')) };
  const toInternet = { RouteTableId: ref(table.id), DestinationCidrBlock: '0.0.0.0/0', ...target };
  const after = isNat ? [] : [logicalId(module.id, 'GatewayAttachment')];
  return [table, emit('InternetRoute', name, 'AWS::EC2::Route', toInternet, after)];
}

function subnets(module: Module): Emitted[] {
  const emit = emitter(module, module.configPath);
  const tables = tablesOf(module);
  return zonesOf(module).flatMap(({ number, zone }) => [
    emit('Subnet', String(number), 'AWS::EC2::Subnet', {
      VpcId: ref(logicalId(module.id, 'Vpc')),
      AvailabilityZone: zone,
      CidrBlock: eighth(cidrOf(module), number),
      MapPublicIpOnLaunch: module.config.network === 'public',
      Tags: tags(module, `-s-${number}`),
    }),
    emit('TableAssociation', String(number), 'AWS::EC2::SubnetRouteTableAssociation', {
      RouteTableId: ref(logicalId(module.id, 'RouteTable', tables.includes(String(number)) ? String(number) : '')),
      SubnetId: ref(logicalId(module.id, 'Subnet', String(number))),
    }),
  ]);
}

/**
 * The names of the route tables: one without a name for all subnets, or one for each if `nat_gateways` is given. Then
 * neither another number of gateways nor another zone gives a subnet another table, which would replace its association.
 */
function tablesOf(module: Module): readonly string[] {
  const { network, nat_gateways: gateways } = module.config;
  if (network !== 'nat' || gateways === undefined) return [''];
  return zonesOf(module).map(({ number }) => String(number));
}
