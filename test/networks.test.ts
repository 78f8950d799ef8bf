/** Follows the routes of every kind of network: from each subnet to where its traffic goes. */

import { expand } from '../macro/expand.js';
import { endpointsOf } from '../macro/lower/endpoints.js';
import type { Module } from '../macro/read/module.js';
import { isMapping, type Mapping } from '../macro/template/template.js';
import { violations } from './support/service-spec.js';

type Resources = Record<string, { Type: string; DependsOn?: string[]; Properties: Mapping }>;

function resourcesOf(provose_config: Mapping): Resources {
  const small = { instances: { instance_types: ['m5.large'], max_vcpus: 2 }, job_queues: { main: {} } };
  const template = { 'Provose::Batch': { provose_config, batch: { small } } };
  const { template: output, diagnostics } = expand(template, { parameters: {}, region: 'eu-west-1', isComplete: true });
  expect(diagnostics).toEqual([]);
  return output?.['Resources'] as Resources;
}

const refOf = (value: unknown) => (isMapping(value) ? String(value['Ref']) : '');
const ofType = (resources: Resources, type: string) =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** The target of the default route of a subnet, through its one association and route table. */
function targetOf(resources: Resources, subnet: string): Mapping {
  const associations = ofType(resources, 'AWS::EC2::SubnetRouteTableAssociation').filter(
    ([, { Properties }]) => refOf(Properties['SubnetId']) === subnet,
  );
  expect(associations).toHaveLength(1);
  const table = refOf(associations[0]?.[1].Properties['RouteTableId']);
  const routes = ofType(resources, 'AWS::EC2::Route').filter(
    ([, { Properties }]) => refOf(Properties['RouteTableId']) === table,
  );
  expect(routes.length).toBeLessThan(2);
  const { RouteTableId: _, DestinationCidrBlock, ...target } = routes[0]?.[1].Properties ?? {};
  if (routes.length > 0) expect(DestinationCidrBlock).toBe('0.0.0.0/0');
  return target;
}

/** Everything that a resource needs, as CloudFormation deletes it later. */
function needs(resources: Resources, id: string, seen = new Set<string>()): Set<string> {
  const text = JSON.stringify(resources[id]);
  for (const other of Object.keys(resources)) {
    if (seen.has(other) || !text.includes(`"${other}"`)) continue;
    seen.add(other);
    needs(resources, other, seen);
  }
  return seen;
}

const cases = ['10.0.0.0/16', '10.9.4.0/22'].flatMap((vpc_cidr) =>
  [1, 3, 7].flatMap((availability_zones) =>
    [1, 2, 3, 7]
      .filter((count) => count <= availability_zones)
      .map((nat_gateways) => ({ network: 'nat', vpc_cidr, availability_zones, nat_gateways })),
  ),
);

it.each(cases)('routes every subnet through a NAT gateway: %j', (config) => {
  const resources = resourcesOf(config);
  expect(violations({ Resources: resources })).toEqual([]);
  const gateways = new Set<string>();
  for (let number = 0; number < config.availability_zones; number++) {
    const gateway = refOf(targetOf(resources, `ProvoseSubnet${number}`)['NatGatewayId']);
    gateways.add(gateway);
    const outside = refOf(resources[gateway]?.Properties['SubnetId']);
    expect(targetOf(resources, outside)).toEqual({ GatewayId: { Ref: 'ProvoseInternetGateway' } });
    const isOwn = number < config.nat_gateways;
    const zone = (id: string) => resources[id]?.Properties['AvailabilityZone'];
    if (isOwn) expect(zone(outside)).toEqual(zone(`ProvoseSubnet${number}`));
    expect(resources[`ProvoseSubnet${number}`]?.Properties['MapPublicIpOnLaunch']).toBe(false);
  }
  expect(gateways.size).toBe(config.nat_gateways);
  expect(ofType(resources, 'AWS::EC2::NatGateway')).toHaveLength(config.nat_gateways);
});

it.each(cases)('gives no two subnets the same addresses: %j', (config) => {
  const range = (cidr: string) => {
    const [address = '', bits] = cidr.split('/');
    const first = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return [first, first + 2 ** (32 - Number(bits))] as const;
  };
  const resources = resourcesOf(config);
  const blocks = ofType(resources, 'AWS::EC2::Subnet').map(([, { Properties }]) =>
    range(String(Properties['CidrBlock'])),
  );
  blocks.sort(([a], [b]) => a - b);
  for (const [index, [first]] of blocks.entries())
    if (index > 0) expect(first).toBeGreaterThanOrEqual(blocks[index - 1]?.[1] ?? 0);
  const [start, end] = range(config.vpc_cidr);
  expect(blocks[0]?.[0]).toBeGreaterThanOrEqual(start);
  expect(blocks.at(-1)?.[1]).toBeLessThanOrEqual(end);
});

it('deletes the way out of instances after the instances', () => {
  const resources = resourcesOf({ network: 'nat', nat_gateways: 3 });
  const needed = needs(resources, 'ProvoseComputeEnvironmentSmall');
  const network = Object.keys(resources).filter((id) => /Public|Nat|Route|Table|Gateway|Subnet/.test(id));
  expect(network.filter((id) => !needed.has(id))).toEqual([]);
});

it('deletes the endpoints after the instances, and has no way to the internet', () => {
  const resources = resourcesOf({ network: 'endpoints' });
  const endpoints = ofType(resources, 'AWS::EC2::VPCEndpoint').map(([id]) => id);
  const needed = needs(resources, 'ProvoseComputeEnvironmentSmall');
  expect(endpoints.filter((id) => !needed.has(id))).toEqual([]);
  expect(ofType(resources, 'AWS::EC2::Route')).toEqual([]);
  expect(ofType(resources, 'AWS::EC2::InternetGateway')).toEqual([]);
  for (const number of [0, 1, 2]) expect(targetOf(resources, `ProvoseSubnet${number}`)).toEqual({});
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html */
it.each(['nat', 'endpoints'])('changes from public to %s without replacing what instances use', (network) => {
  const before = resourcesOf({});
  const after = resourcesOf({ network });
  const kept = ['AWS::EC2::Subnet', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPC', 'AWS::EC2::RouteTable'];
  for (const [id, { Type, Properties }] of Object.entries(before)) {
    if (!kept.includes(Type)) continue;
    const { MapPublicIpOnLaunch: _, ...others } = Properties;
    expect(after[id]?.Properties).toMatchObject(others);
  }
  const environment = (resources: Resources) => resources['ProvoseComputeEnvironmentSmall']?.Properties;
  expect(environment(after)).toEqual(environment(before));
});

const needing = (definition: object) => ({
  'Provose::Batch': {
    provose_config: { network: 'endpoints', availability_zones: 1 },
    small: {
      instances: { compute_environment_type: 'FARGATE', max_vcpus: 2 },
      job_queues: { main: {} },
      job_definitions: {
        job: { image: '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app', vcpus: 1, memory: 2048, ...definition },
      },
    },
  },
});

it('names endpoint services as the partition does', () => {
  const context = { parameters: {}, region: 'cn-north-1', isComplete: true };
  const text = JSON.stringify(expand(needing({}), context).template);
  expect(text).toContain('cn.com.amazonaws.${AWS::Region}.ecr.api');
  expect(text).toContain('"com.amazonaws.${AWS::Region}.logs');
});

/** The logical ids of the interface endpoints that the keys of a definition require in addition. */
function endpointsFor(keys: object): string[] {
  const basic = ['ProvoseInterfaceEndpointEcrApi', 'ProvoseInterfaceEndpointEcrDkr', 'ProvoseInterfaceEndpointLogs'];
  const module = {
    id: 'Provose',
    typeOf: () => undefined,
    environments: [],
    definitions: [{ value: keys }],
  } as unknown as Module;
  const all = endpointsOf(module);
  for (const id of ['ProvoseS3Endpoint', ...basic]) expect(all).toContain(id);
  return all
    .filter((id) => id !== 'ProvoseS3Endpoint' && !basic.includes(id))
    .map((id) => id.replace(/.*Endpoint/, ''));
}

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:password-AbCdEf';
const PARAMETER = 'arn:aws:ssm:us-east-1:123456789012:parameter/password';

it.each([
  [{}, []],
  [{ secrets: { PASSWORD: SECRET } }, ['Secretsmanager']],
  [{ secrets: { PASSWORD: { arn: PARAMETER, kms_key: 'arn:aws:kms:…' } } }, ['Ssm']],
  [{ secrets: { PASSWORD: '/production/password' } }, ['Ssm']],
  // A function can stand for either.
  [{ secrets: { PASSWORD: { Ref: 'Password' } } }, ['Secretsmanager', 'Ssm']],
  [{ log_configuration: { secret_options: { token: SECRET } } }, ['Secretsmanager']],
  [{ enable_execute_command: true }, ['Ssmmessages']],
  [{ enable_execute_command: false }, []],
  [{ mounts: { '/data': 'fs-0123456789abcdef0' } }, ['Elasticfilesystem']],
  [{ mounts: { '/data': { efs: { Ref: 'Files' } } } }, ['Elasticfilesystem']],
  [{ mounts: { '/data': { Ref: 'Files' } } }, ['Elasticfilesystem']],
  [{ mounts: { '/data': { host: '/data' }, '/tmp': { tmpfs_mib: 64 } } }, []],
])('creates the endpoints that a definition needs: %j', (keys, endpoints) => {
  expect(endpointsFor(keys)).toEqual(endpoints);
});
