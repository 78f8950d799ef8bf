/**
 * The exports of a module, as data: Provose's maps, and how each attribute of a Terraform resource derives from the
 * corresponding CloudFormation resource. An attribute is native if the template or an intrinsic function provides it.
 * Only AWS knows the others. The file is long because it is one table.
 */

import { EXPORTED } from '../read/exported.js';
import type { Platform } from '../schema/platform.js';
import { concat, getAtt, type Intrinsic, isIntrinsic, join, ref, select, split, sub } from '../template/intrinsics.js';
import type { Kind } from '../template/logical-id.js';
import { isMapping, type Mapping, sortedJson } from '../template/template.js';

/** A created resource: its logical id and its properties, including overrides. */
export interface Made {
  readonly id: string;
  readonly properties: Mapping;
  /** The logical id of the module's only resource of a kind. */
  readonly only: (kind: Kind) => string;
}

/** A value from the template itself or an intrinsic function; `undefined` if an override hides it. */
type Native = (made: Made) => unknown;
/** Known only to AWS after the resource exists. The export custom resource reads it. */
interface Runtime {
  readonly runtime: true;
}
/** An attribute that has no value in CloudFormation, with the reason. */
interface Nothing {
  readonly nothing: string;
}

export type Attribute = Native | Runtime | Nothing;

/** One of Provose's maps. */
export interface ExportMap {
  /** The source of the map's keys; absent if the map is a single resource. */
  readonly keyedBy?: 'environments' | 'queues' | 'definitions' | 'subnets';
  readonly kind: Kind;
  /** The identifier that the export custom resource looks the resource up by. Defaults to its `Ref`. */
  readonly identifiedBy?: Native;
  /** How to get a resource that the module does not always create. */
  readonly madeBy?: string;
  /** The only platform whose compute environments have an entry. */
  readonly platform?: Platform;
  /** True if all keys share one resource. */
  readonly isShared?: true;
  /**
   * True if the identifier changes with every update, as the ARN of a job definition, which contains its revision:
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-batch-jobdefinition.html
   * Then an export needs no copy of the properties to notice an update. It must not have one of a job definition, whose
   * properties can contain secrets.
   */
  readonly isRevised?: true;
  /** Other resources that the entry describes, too, so that it is read after them. */
  readonly after?: readonly Kind[];
  /** The attributes of an entry as far as literal properties determine them. Defaults to the properties. */
  readonly known?: (properties: Mapping) => Mapping;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

const runtime: Runtime = { runtime: true };
const terraform: Nothing = { nothing: 'it is a setting of Terraform itself' };
const computed: Nothing = { nothing: 'Terraform computes it: a route has no id in AWS' };
const empty: Nothing = { nothing: 'it is always empty for the resources created here' };

const asRef: Native = ({ id }) => ref(id);
const attribute =
  (name: string): Native =>
  (made) =>
    getAtt(made.id, name);
const property =
  (name: string, otherwise = ''): Native =>
  ({ properties }) =>
    properties[name] ?? otherwise;
const literal =
  (value: unknown): Native =>
  () =>
    value;
/** The i-th part of the resource's `Ref`. */
const part =
  (index: number, separator: string): Native =>
  ({ id }) =>
    select(index, split(separator, ref(id)));
/** An Amazon EC2 ARN for a resource whose `Ref` is its id. */
const ec2Arn =
  (type: string): Native =>
  ({ id }) =>
    sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:${type}/\${${id}}`);
const account: Native = () => ref('AWS::AccountId');

const empties = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, empty])) as Record<Name, Nothing>;

const identity = {
  create_date: runtime,
  name_prefix: terraform,
  path: property('Path', '/'),
  tags: runtime,
  tags_all: terraform,
} as const;

const NO_INTERNET =
  'With network: endpoints, the VPC has no route to the internet, and with nat_gateways, each subnet has its own. Remove this reference.';

/** Every map, by its path in Provose's outputs. */
const maps = {
  'batch.aws_security_group.batch': {
    keyedBy: 'environments',
    kind: 'SecurityGroup',
    madeBy: 'None is created for security_group_ids: refer to the groups listed there directly.',
    identifiedBy: attribute('GroupId'),
    known: ({ SecurityGroupIngress: rules }) => ({
      ingress: Array.isArray(rules) ? rules.map(ingressRule) : undefined,
    }),
    attributes: {
      arn: ({ id }) =>
        sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:security-group/\${${id}.GroupId}`),
      description: property('GroupDescription'),
      egress: runtime,
      id: attribute('GroupId'),
      ingress: runtime,
      name: runtime,
      name_prefix: terraform,
      owner_id: account,
      revoke_rules_on_delete: terraform,
      tags: runtime,
      tags_all: terraform,
      timeouts: terraform,
      vpc_id: property('VpcId'),
    },
  },
  'batch.aws_launch_template.batch': {
    keyedBy: 'environments',
    kind: 'LaunchTemplate',
    madeBy:
      'Refer to an existing launch template directly. One is created only for disk_gib, user_data, nvme_scratch and capacity_reservation.',
    attributes: {
      arn: ec2Arn('launch-template'),
      default_version: attribute('DefaultVersionNumber'),
      id: asRef,
      latest_version: attribute('LatestVersionNumber'),
      tags_all: terraform,
    },
  },
  [EXPORTED.environments]: {
    keyedBy: 'environments',
    kind: 'ComputeEnvironment',
    attributes: {
      arn: asRef,
      compute_environment_name: part(1, '/'),
      compute_environment_name_prefix: { nothing: 'CloudFormation generates the name' },
      compute_resources: runtime,
      ecs_cluster_arn: runtime,
      eks_configuration: empty,
      id: part(1, '/'),
      service_role: runtime,
      state: property('State'),
      status: runtime,
      status_reason: runtime,
      tags: runtime,
      tags_all: terraform,
      type: property('Type'),
      update_policy: runtime,
    },
  },
  [EXPORTED.queues]: {
    keyedBy: 'queues',
    kind: 'JobQueue',
    attributes: {
      arn: asRef,
      compute_environment_order: runtime,
      compute_environments: ({ properties }) => {
        const order = properties['ComputeEnvironmentOrder'];
        if (!Array.isArray(order)) return undefined;
        const all = order.map((each) => (isMapping(each) ? each['ComputeEnvironment'] : undefined));
        return all.includes(undefined) ? undefined : all;
      },
      id: asRef,
      job_state_time_limit_action: runtime,
      name: property('JobQueueName'),
      priority: property('Priority'),
      scheduling_policy_arn: property('SchedulingPolicyArn'),
      state: property('State'),
      tags: runtime,
      tags_all: terraform,
      timeouts: terraform,
    },
  },
  'batch.aws_batch_scheduling_policy.batch': {
    keyedBy: 'queues',
    kind: 'SchedulingPolicy',
    madeBy: 'Add fair_share to the queue.',
    attributes: { arn: asRef, id: asRef, name: part(1, '/'), tags_all: terraform },
  },
  [EXPORTED.definitions]: {
    keyedBy: 'definitions',
    kind: 'JobDefinition',
    isRevised: true,
    known: ({ ContainerProperties, EcsProperties, NodeProperties, Parameters, Tags }) => ({
      container_properties: ContainerProperties && JSON.stringify(ContainerProperties),
      ecs_properties: EcsProperties && JSON.stringify(EcsProperties),
      node_properties: NodeProperties && JSON.stringify(NodeProperties),
      parameters: Parameters,
      tags: Tags,
    }),
    attributes: {
      arn: asRef,
      arn_prefix: (made) =>
        join(
          ':',
          [0, 1, 2, 3, 4, 5].map((index) => part(index, ':')(made)),
        ),
      container_properties: runtime,
      deregister_on_new_revision: terraform,
      id: asRef,
      name: property('JobDefinitionName'),
      parameters: runtime,
      platform_capabilities: runtime,
      propagate_tags: runtime,
      retry_strategy: runtime,
      revision: part(6, ':'),
      scheduling_priority: runtime,
      tags: runtime,
      tags_all: terraform,
      timeout: runtime,
      type: property('Type'),
      ecs_properties: runtime,
      eks_properties: { nothing: 'properties for Amazon EKS are not exported' },
      node_properties: runtime,
    },
  },
  'batch.aws_iam_role.batch__execution_role': {
    keyedBy: 'environments',
    kind: 'InstanceRole',
    platform: 'EC2',
    isShared: true,
    attributes: roleAttributes(),
  },
  'batch.aws_iam_role.batch__spot_fleet_role': {
    keyedBy: 'environments',
    kind: 'SpotFleetRole',
    madeBy: 'One is created only for Spot with the allocation strategy BEST_FIT.',
    attributes: roleAttributes(),
  },
  'batch.aws_iam_role.batch__job_role': {
    keyedBy: 'definitions',
    kind: 'JobRole',
    attributes: roleAttributes(),
  },
  'batch.aws_iam_role.batch__job_execution_role': {
    keyedBy: 'definitions',
    kind: 'ExecutionRole',
    attributes: roleAttributes(),
  },
  'batch.aws_iam_instance_profile.batch__execution_role': {
    keyedBy: 'environments',
    kind: 'InstanceProfile',
    platform: 'EC2',
    isShared: true,
    attributes: {
      ...identity,
      arn: attribute('Arn'),
      id: asRef,
      name: asRef,
      role: ({ properties }) => (properties['Roles'] as unknown[])[0],
      unique_id: runtime,
    },
  },
  'vpc.aws_vpc.vpc': {
    kind: 'Vpc',
    attributes: {
      arn: ec2Arn('vpc'),
      cidr_block: property('CidrBlock'),
      default_network_acl_id: attribute('DefaultNetworkAcl'),
      default_route_table_id: runtime,
      default_security_group_id: attribute('DefaultSecurityGroup'),
      dhcp_options_id: runtime,
      enable_dns_hostnames: property('EnableDnsHostnames'),
      enable_dns_support: property('EnableDnsSupport'),
      enable_network_address_usage_metrics: runtime,
      id: asRef,
      instance_tenancy: runtime,
      main_route_table_id: runtime,
      owner_id: account,
      tags: runtime,
      tags_all: terraform,
      ...empties(
        'assign_generated_ipv6_cidr_block',
        'ipv4_ipam_pool_id',
        'ipv4_netmask_length',
        'ipv6_association_id',
        'ipv6_cidr_block',
        'ipv6_cidr_block_network_border_group',
        'ipv6_ipam_pool_id',
        'ipv6_netmask_length',
      ),
    },
  },
  'vpc.aws_internet_gateway.vpc': {
    kind: 'InternetGateway',
    madeBy: NO_INTERNET,
    after: ['GatewayAttachment'],
    attributes: {
      arn: ec2Arn('internet-gateway'),
      id: asRef,
      owner_id: account,
      tags: runtime,
      tags_all: terraform,
      timeouts: terraform,
      vpc_id: ({ only }) => ref(only('Vpc')),
    },
  },
  'vpc.aws_route.vpc__to_internet': {
    kind: 'InternetRoute',
    madeBy: NO_INTERNET,
    identifiedBy: property('RouteTableId'),
    attributes: {
      destination_cidr_block: property('DestinationCidrBlock'),
      gateway_id: property('GatewayId'),
      id: computed,
      nat_gateway_id: property('NatGatewayId'),
      origin: literal('CreateRoute'),
      route_table_id: property('RouteTableId'),
      state: runtime,
      timeouts: terraform,
      ...empties(
        'carrier_gateway_id',
        'core_network_arn',
        'destination_ipv6_cidr_block',
        'destination_prefix_list_id',
        'egress_only_gateway_id',
        'instance_id',
        'instance_owner_id',
        'local_gateway_id',
        'network_interface_id',
        'transit_gateway_id',
        'vpc_endpoint_id',
        'vpc_peering_connection_id',
      ),
    },
  },
  'vpc.aws_subnet.vpc': {
    keyedBy: 'subnets',
    kind: 'Subnet',
    attributes: {
      arn: ec2Arn('subnet'),
      availability_zone: attribute('AvailabilityZone'),
      availability_zone_id: attribute('AvailabilityZoneId'),
      cidr_block: property('CidrBlock'),
      id: asRef,
      map_public_ip_on_launch: property('MapPublicIpOnLaunch'),
      owner_id: account,
      private_dns_hostname_type_on_launch: runtime,
      tags: runtime,
      tags_all: terraform,
      timeouts: terraform,
      vpc_id: property('VpcId'),
      ...empties(
        'assign_ipv6_address_on_creation',
        'customer_owned_ipv4_pool',
        'enable_dns64',
        'enable_lni_at_device_index',
        'enable_resource_name_dns_a_record_on_launch',
        'enable_resource_name_dns_aaaa_record_on_launch',
        'ipv6_cidr_block',
        'ipv6_cidr_block_association_id',
        'ipv6_native',
        'map_customer_owned_ip_on_launch',
        'outpost_arn',
      ),
    },
  },
  'batch.aws_iam_policy.batch__submit': {
    kind: 'SubmitPolicy',
    madeBy: 'Add submit_policy: true to provose_config.',
    attributes: {
      arn: asRef,
      id: asRef,
      path: property('Path', '/'),
      policy_id: attribute('PolicyId'),
    },
  },
  'batch.aws_cloudwatch_log_group.batch': {
    kind: 'LogGroup',
    madeBy: 'Add logs to provose_config.',
    attributes: {
      // Without the :* that CloudFormation's attribute ends with.
      arn: ({ id }) => sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${id}}`),
      id: asRef,
      kms_key_id: property('KmsKeyId'),
      name: asRef,
      retention_in_days: property('RetentionInDays'),
    },
  },
  'batch.aws_sns_topic.batch': {
    kind: 'Topic',
    madeBy: 'Add notifications with an e-mail address to provose_config. A topic of your own is not exported.',
    attributes: {
      arn: asRef,
      id: asRef,
      name: attribute('TopicName'),
      owner: account,
    },
  },
  'vpc.aws_nat_gateway.vpc': {
    keyedBy: 'subnets',
    kind: 'NatGateway',
    attributes: {
      allocation_id: property('AllocationId'),
      id: asRef,
      network_interface_id: attribute('EniId'),
      public_ip: ({ properties }) => {
        const [address] = (properties['AllocationId'] as Mapping)['Fn::GetAtt'] as [string];
        return getAtt(address, 'PublicIp');
      },
      subnet_id: property('SubnetId'),
    },
  },
  'vpc.aws_security_group.vpc__endpoints': {
    kind: 'EndpointGroup',
    madeBy: 'Set network: endpoints in provose_config.',
    attributes: {
      arn: ({ id }) =>
        sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:security-group/\${${id}.GroupId}`),
      id: attribute('GroupId'),
      vpc_id: property('VpcId'),
    },
  },
} satisfies Readonly<Record<string, ExportMap>>;

export const exportMaps: Readonly<Record<string, ExportMap>> = maps;

/** A Terraform resource type with entries that the export custom resource reads. */
export type TerraformType = keyof { [Path in keyof typeof maps as TypeRead<Path>]: never };
type TypeRead<Path extends keyof typeof maps> = [RuntimeIn<(typeof maps)[Path]['attributes']>] extends [never]
  ? never
  : TypeIn<Path>;
type TypeIn<Path> = Path extends `${string}.${infer Type}.${string}` ? Type : never;

/** The attributes of a Terraform resource type that the export custom resource asks AWS for. */
export type RuntimeAttribute<Type extends TerraformType> = {
  [Path in keyof typeof maps]: Path extends `${string}.${Type}.${string}`
    ? RuntimeIn<(typeof maps)[Path]['attributes']>
    : never;
}[keyof typeof maps];
type RuntimeIn<Attributes> = {
  [Name in keyof Attributes]: Attributes[Name] extends Runtime ? Name : never;
}[keyof Attributes];

/** Maps that Provose exports but this macro does not, with the reason. */
export const absentMaps: Readonly<Record<string, string>> = {
  'batch.aws_iam_role.batch__service_role':
    'AWS Batch uses its service-linked role AWSServiceRoleForBatch, which in-place updates require',
};

/** A rule as Terraform has it, with every attribute. */
function ingressRule({ CidrIp, Description, FromPort, IpProtocol, ToPort }: Mapping): Mapping {
  return {
    cidr_blocks: [CidrIp],
    description: Description,
    from_port: FromPort,
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    protocol: IpProtocol,
    security_groups: [],
    self: false,
    to_port: ToPort,
  };
}

function roleAttributes() {
  return {
    ...identity,
    arn: attribute('Arn'),
    // In the form that the custom resource gives it in a whole entry.
    assume_role_policy: ({ properties }: Made) => jsonText(properties['AssumeRolePolicyDocument']),
    description: empty,
    force_detach_policies: terraform,
    id: asRef,
    inline_policy: terraform,
    managed_policy_arns: terraform,
    max_session_duration: runtime,
    name: asRef,
    permissions_boundary: property('PermissionsBoundary'),
    unique_id: attribute('RoleId'),
  };
}

/** A value as JSON text with sorted keys, in which functions stand for text. */
function jsonText(value: unknown): string | Intrinsic {
  const functions: Intrinsic[] = [];
  const marked = JSON.stringify(value, (_, item) => (isIntrinsic(item) ? `\0${functions.push(item) - 1}\0` : item));
  const parts = sortedJson(JSON.parse(marked)).split(/\\u0000(\d+)\\u0000/);
  return concat(...parts.map((part, index) => (index % 2 === 1 ? (functions[Number(part)] ?? '') : part)));
}
