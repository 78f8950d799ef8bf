/**
 * The VPC of a module: either an existing one, or a new one with a public subnet in each Availability Zone, as in
 * Provose's `vpc` module. A new VPC also has an S3 endpoint, so that image layers are not downloaded over the internet:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */

import type { Module } from '../read/module.js';
import { eighth } from '../template/cidr.js';
import { availabilityZone, type Intrinsic, ref, sub } from '../template/intrinsics.js';
import { logicalId } from '../template/logical-id.js';
import type { Emitted } from '../template/template.js';
import { emitter, tags } from './emit.js';

/** The parts of the VPC that compute environments refer to. */
export interface Network {
  readonly vpcId: string | Intrinsic;
  readonly subnetIds: Intrinsic | readonly (string | Intrinsic)[];
  /** The VPC's CIDR block. */
  readonly cidr: string | Intrinsic | undefined;
  /** Resources that must outlive every instance: AWS deletes no gateway, route or subnet with an address in use. */
  readonly dependsOn: readonly string[];
}

/** The network of a module's compute environments. */
export function networkOf(module: Module): Network {
  const { id, config } = module;
  if (config.vpc) return { vpcId: config.vpc.id, subnetIds: config.vpc.subnets, cidr: config.vpc.cidr, dependsOn: [] };
  const numbers = zonesOf(module).map(({ number }) => String(number));
  return {
    vpcId: ref(logicalId(id, 'Vpc')),
    subnetIds: numbers.map((number) => ref(logicalId(id, 'Subnet', number))),
    cidr: cidrOf(module),
    dependsOn: [
      logicalId(id, 'GatewayAttachment'),
      logicalId(id, 'InternetRoute'),
      ...numbers.map((number) => logicalId(id, 'TableAssociation', number)),
    ],
  };
}

/** The resources of a new VPC; none if the module uses an existing one. */
export function lowerNetwork(module: Module): Emitted[] {
  if (module.config.vpc) return [];
  const emit = emitter(module, module.configPath);
  const VpcId = ref(logicalId(module.id, 'Vpc'));
  const RouteTableId = ref(logicalId(module.id, 'RouteTable'));
  const GatewayId = ref(logicalId(module.id, 'InternetGateway'));
  const Tags = tags(module, '');
  const toInternet = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId };
  return [
    emit('Vpc', '', 'AWS::EC2::VPC', {
      CidrBlock: cidrOf(module),
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
      Tags,
    }),
    emit('InternetGateway', '', 'AWS::EC2::InternetGateway', { Tags }),
    emit('GatewayAttachment', '', 'AWS::EC2::VPCGatewayAttachment', { VpcId, InternetGatewayId: GatewayId }),
    emit('RouteTable', '', 'AWS::EC2::RouteTable', { VpcId, Tags }),
    emit('InternetRoute', '', 'AWS::EC2::Route', toInternet, [logicalId(module.id, 'GatewayAttachment')]),
    emit('S3Endpoint', '', 'AWS::EC2::VPCEndpoint', {
      VpcId,
      VpcEndpointType: 'Gateway',
      ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
      RouteTableIds: [RouteTableId],
      Tags,
    }),
    ...zonesOf(module).flatMap(({ number, zone }) => [
      emit('Subnet', String(number), 'AWS::EC2::Subnet', {
        VpcId,
        AvailabilityZone: zone,
        CidrBlock: eighth(cidrOf(module), number),
        MapPublicIpOnLaunch: true,
        Tags: tags(module, `-s-${number}`),
      }),
      emit('TableAssociation', String(number), 'AWS::EC2::SubnetRouteTableAssociation', {
        RouteTableId,
        SubnetId: ref(logicalId(module.id, 'Subnet', String(number))),
      }),
    ]),
  ];
}

function cidrOf({ config }: Module): string {
  return config.vpc_cidr ?? '10.0.0.0/16';
}

/** A zone, and its subnet's number from 0 to 7, which determines the logical id and the eighth of the CIDR block. */
interface NumberedZone {
  readonly number: number;
  readonly zone: string | Intrinsic;
}

/**
 * The named Availability Zones, or the first of the Region: 3, or 2 in us-west-1, which offers an account only 2. If
 * all names end in different letters from a to h, as in eu-central-1a and us-west-2-lax-1a, the letter is the number,
 * so that changing the list moves no other subnet. Otherwise, zones are numbered by position.
 */
function zonesOf({ config, region }: Module): readonly NumberedZone[] {
  const zones = config.availability_zones ?? (region === 'us-west-1' ? 2 : 3);
  const list = typeof zones === 'number' ? Array.from({ length: zones }, (_, index) => availabilityZone(index)) : zones;
  const letters = list.map((zone) => (typeof zone === 'string' ? 'abcdefgh'.indexOf(zone.slice(-1)) : -1));
  const areNumbers = !letters.includes(-1) && new Set(letters).size === letters.length;
  const numbered = list.map((zone, index) => ({ number: areNumbers ? (letters[index] ?? index) : index, zone }));
  return numbered.sort((a, b) => a.number - b.number);
}
