/** Draws the network of a module: its subnets, the way out of them, and who can connect to the instances. */

import { isMapping, type Mapping, section, textOf } from '../../macro/template/template.js';
import type { Arrow, Box, Group } from './graph.js';
import { environmentOf, type Generated, type GeneratedModule, inside, itemsOf, namedIn, ofType } from './module.js';
import { short, withoutStart, wrapped } from './short.js';

const SUBNET = 'AWS::EC2::Subnet';
const ANYWHERE = ['0.0.0.0/0', '::/0'];

export interface Drawn {
  readonly group: Group;
  readonly arrows: readonly Arrow[];
}

/** @param all - all modules of the template, because one can use the subnets of another */
export function drawNetwork(module: GeneratedModule, all: readonly GeneratedModule[]): Drawn {
  const environments = ofType(module, 'AWS::Batch::ComputeEnvironment');
  const placed = environments.map((environment) => ({ environment, subnets: subnetsBox(environment, module, all) }));
  const groups = ofType(module, 'AWS::EC2::SecurityGroup');
  const groupOf = (environment: Generated) =>
    groups.find((group) => environmentOf(group) === environmentOf(environment) && environmentOf(group) !== undefined);
  const out = wayOut(module, all);
  const sources = environments.flatMap((environment) => openPorts(environment, groupOf(environment)));
  const boxes = [...placed.map(({ subnets }) => subnets), ...out.boxes];
  return {
    group: { title: titleOf(module, groups), boxes: boxes, groups: [] },
    arrows: [
      ...placed.map(({ environment, subnets }) => {
        const label = limitedEgress(groupOf(environment));
        return { from: environment.id, to: subnets.id, ...(label !== '' && { label }) };
      }),
      ...out.arrows,
      ...sources,
    ],
  };
}

function titleOf(module: GeneratedModule, groups: readonly Generated[]): string {
  const [vpc] = ofType(module, 'AWS::EC2::VPC');
  if (vpc) return `VPC ${short(vpc.properties['CidrBlock'])}`;
  const id = groups[0]?.properties['VpcId'];
  return id === undefined ? 'Network' : `VPC ${short(id)}`;
}

/** The subnets of an environment. Others with the same subnets have the same box. */
function subnetsBox({ properties }: Generated, { name }: GeneratedModule, all: readonly GeneratedModule[]): Box {
  const resources = section(properties, 'ComputeResources');
  const managed = inside(resources, 'ManagedInstancesProvider', 'InstanceLaunchTemplate', 'NetworkConfiguration');
  const subnets = itemsOf(resources['Subnets'] ?? managed['Subnets']);
  const own = all.flatMap((each) => ofType(each, SUBNET));
  const known = subnets.flatMap((subnet) => namedIn(subnet, own) ?? []);
  if (known.length < subnets.length || known.length === 0) {
    // Each module draws those that it does not generate in its own group.
    return { id: `${name} ${textOf(subnets)}`, kind: 'network', title: 'Subnets', lines: wrapped(subnets.map(short)) };
  }
  const isPublic = known.some(({ properties: { MapPublicIpOnLaunch: maps } }) => maps === true);
  const title = `${known.length} ${isPublic ? 'public' : 'private'} ${known.length === 1 ? 'subnet' : 'subnets'}`;
  return { id: textOf(subnets), kind: 'network', title, lines: wrapped(known.map((each) => zoneOf(each.properties))) };
}

/** A zone by its name, or by its number if only the Region decides: `zone 1`. */
function zoneOf({ AvailabilityZone: zone }: Mapping): string {
  const index = isMapping(zone) && Array.isArray(zone['Fn::Select']) ? zone['Fn::Select'][0] : undefined;
  return index === undefined ? short(zone) : `zone ${Number(index) + 1}`;
}

/** How the subnets of a module's own VPC reach AWS: by NAT gateways, an internet gateway or endpoints. */
function wayOut(module: GeneratedModule, all: readonly GeneratedModule[]): { boxes: Box[]; arrows: Arrow[] } {
  const [vpc] = ofType(module, 'AWS::EC2::VPC');
  const [environment] = ofType(module, 'AWS::Batch::ComputeEnvironment');
  if (!vpc || !environment) return { boxes: [], arrows: [] };
  const from = subnetsBox(environment, module, all).id;
  const gateways = ofType(module, 'AWS::EC2::NatGateway');
  const [internet] = ofType(module, 'AWS::EC2::InternetGateway');
  const endpoints = ofType(module, 'AWS::EC2::VPCEndpoint');
  const box = (id: string, title: string, lines: string[] = []): Box => ({ id, kind: 'network', title, lines });
  const nat = gateways[0] && box(gateways[0].id, count(gateways.length, 'NAT gateway'));
  const boxes = [
    ...(endpoints[0] ? [box(endpoints[0].id, 'Endpoints', wrapped(endpoints.map(serviceOf)))] : []),
    ...(nat ? [nat] : []),
    ...(internet ? [box(internet.id, 'Internet gateway')] : []),
  ];
  return {
    boxes,
    arrows: [
      ...(endpoints[0] ? [{ from, to: endpoints[0].id }] : []),
      ...(nat ? [{ from, to: nat.id }] : []),
      ...(internet ? [{ from: nat?.id ?? from, to: internet.id }] : []),
    ],
  };
}

const count = (number: number, what: string) => (number === 1 ? what : `${number} ${what}s`);

/** `s3` for `com.amazonaws.${AWS::Region}.s3`. */
const serviceOf = ({ properties }: Generated) => withoutStart(properties['ServiceName'], /^.*\$\{AWS::Region\}\./);

/** The ways in, each from where it is open: the internet, or a block of addresses. */
function openPorts({ id }: Generated, group: Generated | undefined): Arrow[] {
  const rules = itemsOf(group?.properties['SecurityGroupIngress']).filter(isMapping);
  const bySource = new Map<string, string[]>();
  for (const rule of rules) {
    const cidr = rule['CidrIp'] ?? rule['CidrIpv6'];
    const source = ANYWHERE.includes(textOf(cidr))
      ? 'Internet'
      : cidr === undefined
        ? short(rule)
        : `From ${short(cidr)}`;
    bySource.set(source, [...(bySource.get(source) ?? []), portOf(rule)]);
  }
  return [...bySource].map(([from, ports]) => ({ from, to: id, label: wrapped(ports).join(' '), kind: 'ingress' }));
}

/** The ports to which instances can connect; empty if that is not limited. */
function limitedEgress(group: Generated | undefined): string {
  const rules = itemsOf(group?.properties['SecurityGroupEgress']).filter(isMapping);
  if (rules.length === 0 || rules.some(({ IpProtocol }) => textOf(IpProtocol) === '-1')) return '';
  return `only ${wrapped(rules.map(portOf)).join(' ')}`;
}

function portOf({ IpProtocol: protocol, FromPort: from, ToPort: to }: Mapping): string {
  const ports = textOf(from) === textOf(to) ? short(from) : `${short(from)}-${short(to)}`;
  return `${ports}/${short(protocol)}`;
}
