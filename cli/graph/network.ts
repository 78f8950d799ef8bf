/** Draws the network of a module: its subnets, the way out of them, and who can connect to the instances. */

import { isMapping, type Mapping, section, textOf } from '../../macro/template/template.js';
import type { Arrow, Box, Group } from './graph.js';
import { type Generated, type GeneratedModule, inside, itemsOf, namedIn, ofType } from './module.js';
import { short, withoutStart, wrapped } from './short.js';

const ENVIRONMENT = 'AWS::Batch::ComputeEnvironment';
const VPC = 'AWS::EC2::VPC';
const SUBNET = 'AWS::EC2::Subnet';
const INTERNET = 'Internet';
const ANYWHERE = ['0.0.0.0/0', '::/0'];

export interface Drawn {
  /** What is in the VPC, and the subnets elsewhere. */
  readonly groups: readonly Group[];
  /** Who can connect. */
  readonly outside: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** The subnets of an environment, and the module that creates them. */
interface Subnets {
  readonly box: Box;
  readonly owner: GeneratedModule | undefined;
  /** Whether the internet reaches none of them. */
  readonly isPrivate: boolean;
}

/** @param all - all modules of the template, because one can use the subnets of another */
export function drawNetwork(module: GeneratedModule, all: readonly GeneratedModule[]): Drawn {
  const groups = all.flatMap((each) => ofType(each, 'AWS::EC2::SecurityGroup'));
  const placed = ofType(module, ENVIRONMENT).map((environment) => ({
    environment,
    subnets: subnetsOf(environment, module, all),
    security: securityOf(environment, groups),
  }));
  const used = all.flatMap((each) => ofType(each, ENVIRONMENT).map((one) => subnetsOf(one, each, all)));
  const created = used.filter(({ owner }) => owner === module).map(({ box }) => box);
  const elsewhere = placed.filter(({ subnets: { owner } }) => !owner).map(({ subnets: { box } }) => box);
  const out = wayOut(module, [...new Set(created.map(({ id }) => id))]);
  const ways = placed.flatMap((each) => openPorts(each.environment, each.security, each.subnets));
  const title = titleOf(module);
  const isOwn = ofType(module, VPC).length > 0;
  return {
    groups: [
      { title, boxes: [...(isOwn ? [] : elsewhere), ...created, ...out.boxes], groups: [] },
      // Nobody knows in which VPC they are.
      { title: '', boxes: isOwn ? elsewhere : [], groups: [] },
    ],
    outside: ways.map(({ source }) => source),
    arrows: [
      ...placed.map(({ environment, subnets, security }) => {
        const label = limitedEgress(security);
        return { from: environment.id, to: subnets.box.id, ...(label.length > 0 && { label }) };
      }),
      ...out.arrows,
      ...ways.map(({ arrow }) => arrow),
    ],
  };
}

function titleOf(module: GeneratedModule): string {
  const [vpc] = ofType(module, VPC);
  if (vpc) return `VPC ${short(vpc.properties['CidrBlock'])}`;
  const id = ofType(module, 'AWS::EC2::SecurityGroup')[0]?.properties['VpcId'];
  return id === undefined ? 'Network' : `VPC ${short(id)}`;
}

const managedNetwork = (environment: Generated) =>
  inside(
    environment.properties,
    ...['ComputeResources', 'ManagedInstancesProvider', 'InstanceLaunchTemplate', 'NetworkConfiguration'],
  );

/** The subnets of an environment. Others with the same subnets have the same box. */
function subnetsOf(environment: Generated, { name }: GeneratedModule, all: readonly GeneratedModule[]): Subnets {
  const resources = section(environment.properties, 'ComputeResources');
  const subnets = itemsOf(resources['Subnets'] ?? managedNetwork(environment)['Subnets']);
  const own = all.flatMap((each) => ofType(each, SUBNET));
  const known = subnets.flatMap((subnet) => namedIn(subnet, own) ?? []);
  const owner = all.find(({ resources: each }) => known[0] && each.includes(known[0]));
  if (known.length < subnets.length || known.length === 0) {
    // Each module draws those that it does not create in its own group.
    const id = owner ? textOf(subnets) : `${name} ${textOf(subnets)}`;
    return {
      box: { id, kind: 'network', title: 'Subnets', lines: wrapped(subnets.map(short)) },
      owner,
      isPrivate: false,
    };
  }
  const isPrivate = known.every(({ properties: { MapPublicIpOnLaunch: maps } }) => maps !== true);
  const title = `${known.length} ${isPrivate ? 'private' : 'public'} ${known.length === 1 ? 'subnet' : 'subnets'}`;
  const lines = wrapped(known.map((each) => zoneOf(each.properties)));
  return { box: { id: textOf(subnets), kind: 'network', title, lines }, owner, isPrivate };
}

/** The security groups of an environment that modules create; `undefined` for one from elsewhere. */
function securityOf(environment: Generated, groups: readonly Generated[]): (Generated | undefined)[] {
  const resources = section(environment.properties, 'ComputeResources');
  const ids = itemsOf(resources['SecurityGroupIds'] ?? managedNetwork(environment)['SecurityGroups']);
  return ids.map((id) => namedIn(id, groups));
}

/** A zone by its name, or by its number if only the Region decides: `zone 1`. */
function zoneOf({ AvailabilityZone: zone }: Mapping): string {
  const index = isMapping(zone) && Array.isArray(zone['Fn::Select']) ? zone['Fn::Select'][0] : undefined;
  return index === undefined ? short(zone) : `zone ${Number(index) + 1}`;
}

/**
 * How the subnets that a module creates reach AWS: by NAT gateways, an internet gateway or endpoints.
 *
 * @param subnets - the ids of their boxes
 */
function wayOut(module: GeneratedModule, subnets: readonly string[]): { boxes: Box[]; arrows: Arrow[] } {
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
      ...subnets.flatMap((from) => [endpoints[0], nat ?? internet].flatMap((to) => (to ? [{ from, to: to.id }] : []))),
      ...(nat && internet ? [{ from: nat.id, to: internet.id }] : []),
    ],
  };
}

const count = (number: number, what: string) => (number === 1 ? what : `${number} ${what}s`);

/** `s3` for `com.amazonaws.${AWS::Region}.s3`. */
const serviceOf = ({ properties }: Generated) => withoutStart(properties['ServiceName'], /^.*\$\{AWS::Region\}\./);

/** The ways in, each from where it is open: the internet, or a block of addresses in the VPC. */
function openPorts(
  { id }: Generated,
  security: readonly (Generated | undefined)[],
  { isPrivate }: Subnets,
): { source: Box; arrow: Arrow }[] {
  const ways = new Map<string, { source: Box; ports: string[] }>();
  for (const group of security) {
    for (const rule of itemsOf(group?.properties['SecurityGroupIngress']).filter(isMapping)) {
      const source = sourceOf(rule, group?.properties['VpcId']);
      // In private subnets, the internet reaches no instance.
      if (source.id === INTERNET && isPrivate) continue;
      ways.set(source.id, { source, ports: [...(ways.get(source.id)?.ports ?? []), portOf(rule)] });
    }
  }
  return [...ways.values()].map(({ source, ports }) => ({
    source,
    arrow: { from: source.id, to: id, label: wrapped([...new Set(ports)]), kind: 'ingress' },
  }));
}

/** Addresses in VPCs can be equal, and still belong to other machines. */
function sourceOf(rule: Mapping, vpc: unknown): Box {
  const cidr = rule['CidrIp'] ?? rule['CidrIpv6'];
  const isInternet = ANYWHERE.includes(textOf(cidr));
  const title = isInternet ? INTERNET : cidr === undefined ? short(rule) : `From ${short(cidr)}`;
  return { id: isInternet ? INTERNET : `${textOf(vpc)} ${title}`, kind: 'outside', title, lines: [] };
}

/** The ports to which instances can connect; empty if that is not limited, or not known. */
function limitedEgress(security: readonly (Generated | undefined)[]): string[] {
  const rules = security.flatMap((group) => itemsOf(group?.properties['SecurityGroupEgress']).filter(isMapping));
  const isLimited = security.every(Boolean) && rules.every(({ IpProtocol }) => textOf(IpProtocol) !== '-1');
  return isLimited && rules.length > 0
    ? wrapped(rules.map(portOf)).map((line, index) => (index === 0 ? `only ${line}` : line))
    : [];
}

function portOf({ IpProtocol: protocol, FromPort: from, ToPort: to }: Mapping): string {
  const ports = textOf(from) === textOf(to) ? short(from) : `${short(from)}-${short(to)}`;
  return `${ports}/${short(protocol)}`;
}
