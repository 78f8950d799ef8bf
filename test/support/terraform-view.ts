/**
 * What the AWS APIs report of a deployed module, in the shape of Provose's Terraform outputs: maps of resources with
 * the attributes of the Terraform resource of that name. What no API reports is not there.
 */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import {
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import type { Clients } from './cloud.js';

/** Physical ids by logical id. */
export type Ids = Readonly<Record<string, string>>;

const tagsOf = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]).filter(([key]) => !key?.startsWith('aws:')));

/** The module of the seed's example: one environment, one queue, one definition. */
export async function terraformView(clients: Clients, ids: Ids) {
  const id = (start: string) =>
    Object.entries(ids).find(([logical]) => logical.startsWith(`Provose${start}`))?.[1] ?? '';
  return {
    batch: {
      aws_security_group: { batch: { 'compute-environment-1': await securityGroup(clients, id('SecurityGroup')) } },
      aws_batch_compute_environment: {
        batch: { 'compute-environment-1': await computeEnvironment(clients, id('ComputeEnvironment')) },
      },
      aws_batch_job_queue: { batch: { mainqueue: await jobQueue(clients, id('JobQueue')) } },
      aws_batch_job_definition: { batch: { 'job-1': await jobDefinition(clients, id('JobDefinition')) } },
      aws_iam_role: { batch__execution_role: { 'compute-environment-1': await role(clients, id('InstanceRole')) } },
      aws_iam_instance_profile: {
        batch__execution_role: { 'compute-environment-1': await instanceProfile(clients, id('InstanceProfile')) },
      },
    },
    vpc: {
      aws_vpc: { vpc: await vpc(clients, id('Vpc')) },
      aws_internet_gateway: { vpc: await internetGateway(clients, id('InternetGateway')) },
      aws_route: { vpc__to_internet: await route(clients, id('RouteTable')) },
      aws_subnet: { vpc: await Promise.all(['0', '1', '2'].map((index) => subnet(clients, id(`Subnet${index}`)))) },
    },
  };
}

async function computeEnvironment({ batch }: Clients, arn: string) {
  const { computeEnvironments = [] } = await batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [arn] }),
  );
  const [one] = computeEnvironments;
  const has = one?.computeResources;
  const policy = one?.updatePolicy;
  return {
    arn: one?.computeEnvironmentArn,
    compute_environment_name: one?.computeEnvironmentName,
    compute_resources: [
      {
        allocation_strategy: has?.allocationStrategy,
        bid_percentage: has?.bidPercentage,
        desired_vcpus: has?.desiredvCpus,
        ec2_configuration: has?.ec2Configuration,
        ec2_key_pair: has?.ec2KeyPair,
        image_id: has?.imageId,
        instance_role: has?.instanceRole,
        instance_type: has?.instanceTypes,
        launch_template: has?.launchTemplate,
        max_vcpus: has?.maxvCpus,
        min_vcpus: has?.minvCpus,
        placement_group: has?.placementGroup,
        security_group_ids: has?.securityGroupIds,
        spot_iam_fleet_role: has?.spotIamFleetRole,
        subnets: has?.subnets,
        tags: has?.tags,
        type: has?.type,
      },
    ],
    ecs_cluster_arn: one?.ecsClusterArn,
    eks_configuration: one?.eksConfiguration,
    id: one?.computeEnvironmentName,
    service_role: one?.serviceRole,
    state: one?.state,
    status: one?.status,
    status_reason: one?.statusReason,
    tags: one?.tags,
    type: one?.type,
    update_policy: policy && [
      {
        job_execution_timeout_minutes: policy.jobExecutionTimeoutMinutes,
        terminate_jobs_on_update: policy.terminateJobsOnUpdate,
      },
    ],
  };
}

async function jobQueue({ batch }: Clients, arn: string) {
  const { jobQueues: [one] = [] } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [arn] }));
  return {
    arn: one?.jobQueueArn,
    compute_environments: one?.computeEnvironmentOrder?.map(({ computeEnvironment: environment }) => environment),
    id: one?.jobQueueArn,
    job_state_time_limit_action: one?.jobStateTimeLimitActions,
    name: one?.jobQueueName,
    priority: one?.priority,
    scheduling_policy_arn: one?.schedulingPolicyArn,
    state: one?.state,
    tags: one?.tags,
  };
}

async function jobDefinition({ batch }: Clients, arn: string) {
  const { jobDefinitions: [one] = [] } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }));
  const { command, environment, image, mountPoints, resourceRequirements, secrets, ulimits, volumes } =
    one?.containerProperties ?? {};
  const requirement = (type: string) => resourceRequirements?.find((each) => each.type === type)?.value;
  return {
    arn: one?.jobDefinitionArn,
    arn_prefix: one?.jobDefinitionArn?.replace(/:\d+$/, ''),
    // Terraform keeps the JSON that it sent; this is the same of what AWS Batch reports.
    container_properties: JSON.stringify({
      command,
      environment,
      image,
      memory: Number(requirement('MEMORY')),
      mountPoints: mountPoints ?? [],
      resourceRequirements: [],
      secrets: secrets ?? [],
      ulimits: ulimits ?? [],
      vcpus: Number(requirement('VCPU')),
      volumes: volumes ?? [],
    }),
    id: one?.jobDefinitionArn,
    name: one?.jobDefinitionName,
    parameters: one?.parameters,
    platform_capabilities: one?.platformCapabilities,
    propagate_tags: one?.propagateTags,
    retry_strategy: one?.retryStrategy,
    revision: one?.revision,
    scheduling_priority: one?.schedulingPriority,
    tags: one?.tags,
    timeout: one?.timeout,
    type: one?.type,
  };
}

async function role({ iam }: Clients, name: string) {
  const { Role: one } = await iam.send(new GetRoleCommand({ RoleName: name }));
  const document = JSON.parse(decodeURIComponent(one?.AssumeRolePolicyDocument ?? '{}'));
  return {
    arn: one?.Arn,
    // As Terraform writes it: keys in the order of the alphabet.
    assume_role_policy: JSON.stringify(sortKeys(document)),
    create_date: one?.CreateDate?.toISOString(),
    description: one?.Description,
    id: one?.RoleName,
    max_session_duration: one?.MaxSessionDuration,
    name: one?.RoleName,
    path: one?.Path,
    permissions_boundary: one?.PermissionsBoundary,
    tags: tagsOf(one?.Tags),
    unique_id: one?.RoleId,
  };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

async function instanceProfile({ iam }: Clients, name: string) {
  const { InstanceProfile: one } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }));
  return {
    arn: one?.Arn,
    create_date: one?.CreateDate?.toISOString(),
    id: one?.InstanceProfileName,
    name: one?.InstanceProfileName,
    path: one?.Path,
    role: one?.Roles?.[0]?.RoleName,
    tags: tagsOf(one?.Tags),
    unique_id: one?.InstanceProfileId,
  };
}

async function securityGroup({ ec2 }: Clients, groupId: string) {
  const { SecurityGroups: [one] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
  const rules = (permissions: typeof one extends undefined ? never : NonNullable<typeof one>['IpPermissions']) =>
    permissions?.map((each) => ({
      cidr_blocks: each.IpRanges?.map(({ CidrIp }) => CidrIp),
      description: each.IpRanges?.[0]?.Description,
      from_port: each.FromPort,
      ipv6_cidr_blocks: each.Ipv6Ranges,
      prefix_list_ids: each.PrefixListIds,
      protocol: each.IpProtocol,
      security_groups: each.UserIdGroupPairs,
      to_port: each.ToPort,
    }));
  return {
    arn: one?.SecurityGroupArn,
    description: one?.Description,
    egress: rules(one?.IpPermissionsEgress),
    id: one?.GroupId,
    ingress: rules(one?.IpPermissions),
    name: one?.GroupName,
    owner_id: one?.OwnerId,
    tags: tagsOf(one?.Tags),
    vpc_id: one?.VpcId,
  };
}

async function vpc({ ec2 }: Clients, VpcId: string) {
  const { Vpcs: [one] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
  const attribute = (Attribute: 'enableDnsHostnames' | 'enableDnsSupport') =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
  const filters = (Name: string, value: string) => ({
    Filters: [
      { Name: 'vpc-id', Values: [VpcId] },
      { Name, Values: [value] },
    ],
  });
  const acls = await ec2.send(new DescribeNetworkAclsCommand(filters('default', 'true')));
  const tables = await ec2.send(new DescribeRouteTablesCommand(filters('association.main', 'true')));
  const groups = await ec2.send(new DescribeSecurityGroupsCommand(filters('group-name', 'default')));
  return {
    arn: `arn:aws:ec2:us-east-1:${one?.OwnerId}:vpc/${one?.VpcId}`,
    cidr_block: one?.CidrBlock,
    default_network_acl_id: acls.NetworkAcls?.[0]?.NetworkAclId,
    default_route_table_id: tables.RouteTables?.[0]?.RouteTableId,
    default_security_group_id: groups.SecurityGroups?.[0]?.GroupId,
    dhcp_options_id: one?.DhcpOptionsId,
    enable_dns_hostnames: (await attribute('enableDnsHostnames')).EnableDnsHostnames?.Value,
    enable_dns_support: (await attribute('enableDnsSupport')).EnableDnsSupport?.Value,
    id: one?.VpcId,
    instance_tenancy: one?.InstanceTenancy,
    main_route_table_id: tables.RouteTables?.[0]?.RouteTableId,
    owner_id: one?.OwnerId,
    tags: tagsOf(one?.Tags as Tag[]),
  };
}

async function internetGateway({ ec2 }: Clients, id: string) {
  const { InternetGateways: [one] = [] } = await ec2.send(
    new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] }),
  );
  return {
    arn: `arn:aws:ec2:us-east-1:${one?.OwnerId}:internet-gateway/${one?.InternetGatewayId}`,
    id: one?.InternetGatewayId,
    owner_id: one?.OwnerId,
    tags: tagsOf(one?.Tags),
    vpc_id: one?.Attachments?.[0]?.VpcId,
  };
}

async function route({ ec2 }: Clients, tableId: string) {
  const { RouteTables: [table] = [] } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [tableId] }));
  const one = table?.Routes?.find(({ GatewayId }) => GatewayId?.startsWith('igw-'));
  return {
    destination_cidr_block: one?.DestinationCidrBlock,
    gateway_id: one?.GatewayId,
    origin: one?.Origin,
    route_table_id: table?.RouteTableId,
    state: one?.State,
  };
}

async function subnet({ ec2 }: Clients, id: string) {
  const { Subnets: [one] = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
  return {
    arn: one?.SubnetArn,
    assign_ipv6_address_on_creation: one?.AssignIpv6AddressOnCreation,
    availability_zone: one?.AvailabilityZone,
    availability_zone_id: one?.AvailabilityZoneId,
    cidr_block: one?.CidrBlock,
    customer_owned_ipv4_pool: one?.CustomerOwnedIpv4Pool,
    id: one?.SubnetId,
    ipv6_native: one?.Ipv6Native,
    map_public_ip_on_launch: one?.MapPublicIpOnLaunch,
    outpost_arn: one?.OutpostArn,
    owner_id: one?.OwnerId,
    private_dns_hostname_type_on_launch: one?.PrivateDnsNameOptionsOnLaunch?.HostnameType,
    tags: tagsOf(one?.Tags),
    vpc_id: one?.VpcId,
  };
}
