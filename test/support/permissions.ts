/**
 * What deploying an expansion needs of IAM, and what a template's policies grant. CloudFormation calls AWS with the
 * permissions of the deployer, or of a launch role. Which actions that are is in its resource schemas.
 */

import { readSource } from '../../cli/source.js';
import { isMapping, type Mapping, section, type Template } from '../../macro/template/template.js';
import type { Expansion } from './expansions.js';
import { readProject } from './golden.js';

/** The permissions of the handlers and of tagging, by resource type. */
export const HANDLERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readProject('test/data/handler-permissions.json'),
).types;

interface Withheld {
  readonly actions: readonly string[];
  /** The properties for which a handler calls them. The expansion never sets any of these. */
  readonly properties: readonly string[];
}

/** What handlers can do, and no policy grants, because it is only for properties that the macro does not set. */
export const WITHHELD: readonly Withheld[] = [
  { actions: ['ec2:AcceptAddressTransfer'], properties: ['AWS::EC2::EIP.TransferAddress'] },
  { actions: ['ec2:AssociateAddress', 'ec2:DisassociateAddress'], properties: ['AWS::EC2::EIP.InstanceId'] },
  {
    actions: [
      'ec2:AssignPrivateNatGatewayAddress',
      'ec2:AssociateNatGatewayAddress',
      'ec2:DisassociateNatGatewayAddress',
      'ec2:UnassignPrivateNatGatewayAddress',
    ],
    properties: [
      'AWS::EC2::NatGateway.SecondaryAllocationIds',
      'AWS::EC2::NatGateway.SecondaryPrivateIpAddresses',
      'AWS::EC2::NatGateway.SecondaryPrivateIpAddressCount',
    ],
  },
  {
    actions: ['ec2:AssociateSubnetCidrBlock', 'ec2:DisassociateSubnetCidrBlock'],
    properties: ['AWS::EC2::Subnet.Ipv6CidrBlock', 'AWS::EC2::Subnet.Ipv6IpamPoolId'],
  },
  {
    actions: ['ec2:AttachVpnGateway', 'ec2:DetachVpnGateway'],
    properties: ['AWS::EC2::VPCGatewayAttachment.VpnGatewayId'],
  },
  { actions: ['ec2:CreateVpcEncryptionControl'], properties: ['AWS::EC2::VPC.VpcEncryptionControl'] },
  { actions: ['ec2:ModifyVpcTenancy'], properties: ['AWS::EC2::VPC.InstanceTenancy'] },
  {
    actions: [
      'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
      'vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation',
    ],
    properties: ['AWS::EC2::VPCEndpoint.ServiceNetworkArn', 'AWS::EC2::VPCEndpoint.ResourceConfigurationArn'],
  },
  { actions: ['vpce:AllowMultiRegion'], properties: ['AWS::EC2::VPCEndpoint.ServiceRegion'] },
  {
    actions: ['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy', 'iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
    properties: ['AWS::IAM::ManagedPolicy.Groups', 'AWS::IAM::ManagedPolicy.Users'],
  },
  {
    actions: [
      'firehose:TagDeliveryStream',
      'logs:CreateLogDelivery',
      'logs:PutDataProtectionPolicy',
      's3:REST.PUT.OBJECT',
    ],
    properties: ['AWS::Logs::LogGroup.DataProtectionPolicy'],
  },
  {
    actions: ['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy'],
    properties: ['AWS::Logs::LogGroup.ResourcePolicyDocument'],
  },
  {
    actions: ['logs:PutIndexPolicy', 'logs:DeleteIndexPolicy'],
    properties: ['AWS::Logs::LogGroup.FieldIndexPolicies'],
  },
  {
    actions: ['logs:PutBearerTokenAuthentication'],
    properties: ['AWS::Logs::LogGroup.BearerTokenAuthenticationEnabled'],
  },
  {
    actions: ['logs:PutLogGroupDeletionProtection'],
    properties: ['AWS::Logs::LogGroup.DeletionProtectionEnabled'],
  },
  { actions: ['sns:PutDataProtectionPolicy'], properties: ['AWS::SNS::Topic.DataProtectionPolicy'] },
];

/** Actions are compared without regard to case, as IAM does. */
const lower = (action: string) => action.toLowerCase();
const withheld = new Set(WITHHELD.flatMap(({ actions }) => actions.map(lower)));

/** What CloudFormation does for its caller with resources of some types, in lower case. */
export const actionsFor = (types: Iterable<string>): string[] =>
  unique(
    [...types]
      .flatMap((type) => Object.values(HANDLERS[type] ?? {}).flat())
      .map(lower)
      .filter((action) => !withheld.has(action)),
  );

export const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** The resources of an expansion that come from its modules, without custom resources. */
export function generatedResources({ source, template }: Pick<Expansion, 'source' | 'template'>): Mapping[] {
  const own = section(source, 'Resources');
  return Object.entries(section(template, 'Resources'))
    .filter(([id, resource]) => !Object.hasOwn(own, id) && !typeOf(resource).startsWith('Custom::'))
    .map(([, resource]) => resource as Mapping);
}

export const typeOf = (resource: unknown) => String((resource as Mapping)['Type']);

export interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly unknown[];
  readonly Condition?: Mapping;
}

/** Chooses the branches of `Fn::If`, and leaves out what has no value. */
function decided(value: unknown, conditions: Readonly<Record<string, boolean>>): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => decided(item, conditions)).filter((item) => item !== undefined);
  }
  if (!isMapping(value)) return value;
  if (value['Ref'] === 'AWS::NoValue') return undefined;
  const choice = value['Fn::If'] as [string, unknown, unknown] | undefined;
  if (choice) return decided(choice[conditions[choice[0]] ? 1 : 2], conditions);
  const entries = Object.entries(value).map(([key, item]) => [key, decided(item, conditions)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** A template whose conditions hold or not. */
export const templateWhere = (file: string, conditions: Readonly<Record<string, boolean>> = {}): Template =>
  decided(readSource(file, readProject(file)).data, conditions) as Template;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The policies of managed policies and roles, by logical id. */
export function policiesOf(template: Template): Record<string, { Statement: Mapping[] }[]> {
  const entries = Object.entries(section(template, 'Resources')).map(([id, resource]) => {
    const { PolicyDocument, Policies = [] } = section(resource as Mapping, 'Properties');
    const inline = (Policies as Mapping[]).map((policy) => policy['PolicyDocument']);
    return [id, [PolicyDocument, ...inline].filter((document) => document !== undefined)];
  });
  return Object.fromEntries(entries.filter(([, documents]) => documents?.length));
}

/** The statements of all of a template's policies. */
export const statementsOf = (template: Template): Statement[] =>
  Object.values(policiesOf(template))
    .flat()
    .flatMap(({ Statement }) => Statement)
    .map((statement) => ({
      ...(statement as unknown as Statement),
      Action: listOf(statement['Action']).map(String),
      Resource: listOf(statement['Resource']),
    }));

/** The actions that a template's policies grant, in lower case. */
export const grantedBy = (template: Template): string[] =>
  unique(statementsOf(template).flatMap(({ Action }) => Action.map(lower)));

/** The statement with an id. */
export function statementOf(template: Template, sid: string): Statement {
  const found = statementsOf(template).find(({ Sid }) => Sid === sid);
  if (!found) throw new Error(`no statement ${sid}`);
  return found;
}

/** Every service that the trust policy of one of these roles names. */
export const trustedBy = (resources: readonly Mapping[]): string[] =>
  unique(
    resources
      .filter((one) => typeOf(one) === 'AWS::IAM::Role')
      .flatMap((one) => section(section(one, 'Properties'), 'AssumeRolePolicyDocument')['Statement'] as Mapping[])
      .map((statement) => String(section(statement, 'Principal')['Service'])),
  );

/** The characters of a policy without white space, with long values of parameters: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function lengthOf(document: unknown): number {
  const longest: Record<string, number> = {
    'AWS::Partition': 10,
    'AWS::AccountId': 12,
    StackPrefix: 20,
    MacroStack: 24,
  };
  const text = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(text);
    if (!isMapping(value)) return value;
    const { Ref, 'Fn::Sub': sub } = value;
    if (Ref !== undefined) return 'x'.repeat(100);
    if (sub !== undefined) return String(sub).replace(/\$\{(.*?)\}/g, (_, name) => 'x'.repeat(longest[name] ?? 60));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, text(item)]));
  };
  return JSON.stringify(text(document)).replace(/\s/g, '').length;
}
