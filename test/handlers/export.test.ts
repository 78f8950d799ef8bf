/**
 * Entries of the export maps, from what the APIs report, compared with the outputs of Provose's own Terraform code.
 * The file is long because its cases share one set-up.
 */

import {
  BatchClient,
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
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { exportEntry } from '../../handlers/custom-resource/export/entry.js';
import { UserFault } from '../../handlers/custom-resource/service-errors.js';
import { readProject } from '../support/golden.js';

const batch = mockClient(BatchClient);
const ec2 = mockClient(EC2Client);
const iam = mockClient(IAMClient);
const inRegion = (region: string) => ({
  batch: new BatchClient({ region }),
  ec2: new EC2Client({ region }),
  iam: new IAMClient({ region }),
});
const clients = inRegion('us-east-1');

const { batch: modules, vpc } = JSON.parse(readProject('test/data/provose-first.json')).terraform_output;
const ofEnvironment = 'compute-environment-1';
const theirs = {
  aws_batch_compute_environment: modules.aws_batch_compute_environment.batch[ofEnvironment],
  aws_batch_job_definition: modules.aws_batch_job_definition.batch[`${ofEnvironment}---job-1`],
  aws_batch_job_queue: modules.aws_batch_job_queue.batch[`${ofEnvironment}---mainqueue`],
  aws_iam_instance_profile: modules.aws_iam_instance_profile.batch__execution_role[ofEnvironment],
  aws_iam_role: modules.aws_iam_role.batch__execution_role[ofEnvironment],
  aws_internet_gateway: vpc.aws_internet_gateway.vpc,
  aws_route: vpc.aws_route.vpc__to_internet,
  aws_security_group: modules.aws_security_group.batch[ofEnvironment],
  aws_subnet: vpc.aws_subnet.vpc[0],
  aws_vpc: vpc.aws_vpc.vpc,
};
type Type = keyof typeof theirs;

/** What identifies the entry to its API. */
const idOf = (type: Type): string => {
  if (type === 'aws_route') return theirs[type].route_table_id;
  return type === 'aws_batch_compute_environment' ? theirs[type].arn : theirs[type].id;
};
const ask = (ResourceType: string, Id: string, ...Attributes: string[]) =>
  exportEntry({ ResourceType, Id, Attributes }, clients);
const askOf = (type: Type, ...attributes: string[]) => ask(type, idOf(type), ...attributes);

const AWS_TAG = 'aws:cloudformation:stack-name';
const awsTag = { Key: AWS_TAG, Value: 'myproject' };
const tagList = (tags: object) => [...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), awsTag];

/** Lets the APIs report the resources of those outputs, without anything that they do not report. */
function report() {
  const environment = theirs.aws_batch_compute_environment;
  const [resources] = environment.compute_resources;
  batch.on(DescribeComputeEnvironmentsCommand, { computeEnvironments: [environment.arn] }).resolves({
    computeEnvironments: [
      {
        computeEnvironmentArn: environment.arn,
        computeEnvironmentName: environment.compute_environment_name,
        computeResources: {
          bidPercentage: 100,
          desiredvCpus: 0,
          instanceRole: resources.instance_role,
          instanceTypes: ['m5.large'],
          maxvCpus: 2,
          minvCpus: 0,
          securityGroupIds: resources.security_group_ids,
          spotIamFleetRole: resources.spot_iam_fleet_role,
          subnets: [...resources.subnets].reverse(),
          tags: resources.tags,
          type: 'SPOT',
        },
        ecsClusterArn: environment.ecs_cluster_arn,
        serviceRole: environment.service_role,
        state: 'ENABLED',
        status: 'VALID',
        statusReason: environment.status_reason,
        tags: { [AWS_TAG]: 'myproject' },
        type: 'MANAGED',
      },
    ],
  });
  const definition = theirs.aws_batch_job_definition;
  batch.on(DescribeJobDefinitionsCommand, { jobDefinitions: [definition.arn] }).resolves({
    jobDefinitions: [
      {
        jobDefinitionArn: definition.arn,
        jobDefinitionName: definition.name,
        revision: 1,
        status: 'ACTIVE',
        type: 'container',
        parameters: {},
        tags: {},
        containerProperties: {
          image: 'busybox:latest',
          command: ['echo', 'hello', 'world'],
          volumes: [],
          environment: [{ value: 'some_var', name: 'SOME_KEY' }],
          mountPoints: [],
          ulimits: [],
          resourceRequirements: [
            { value: '1', type: 'VCPU' },
            { value: '512', type: 'MEMORY' },
          ],
          secrets: [],
        },
      },
    ],
  });
  const queue = theirs.aws_batch_job_queue;
  batch.on(DescribeJobQueuesCommand, { jobQueues: [queue.arn] }).resolves({
    jobQueues: [
      {
        jobQueueArn: queue.arn,
        jobQueueName: queue.name,
        state: 'ENABLED',
        status: 'VALID',
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: queue.compute_environments[0] }],
        tags: {},
      },
    ],
  });
  const role = theirs.aws_iam_role;
  const profile = theirs.aws_iam_instance_profile;
  const made = new Date('2026-11-23T16:17:55.123Z');
  const Role = {
    Arn: role.arn,
    AssumeRolePolicyDocument: encodeURIComponent(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: 'sts:AssumeRole' }],
      }),
    ),
    CreateDate: made,
    MaxSessionDuration: 3600,
    Path: '/',
    RoleId: role.unique_id,
    RoleName: role.name,
    Tags: [awsTag],
  };
  iam.on(GetRoleCommand, { RoleName: role.name }).resolves({ Role });
  iam.on(GetInstanceProfileCommand, { InstanceProfileName: profile.name }).resolves({
    InstanceProfile: {
      Arn: profile.arn,
      CreateDate: made,
      InstanceProfileId: profile.unique_id,
      InstanceProfileName: profile.name,
      Path: '/',
      Roles: [{ ...Role, RoleName: profile.role }],
    },
  });
  const group = theirs.aws_security_group;
  ec2.on(DescribeSecurityGroupsCommand, { GroupIds: [group.id] }).resolves({
    SecurityGroups: [
      {
        Description: group.description,
        GroupId: group.id,
        GroupName: group.name,
        IpPermissions: [],
        IpPermissionsEgress: [
          {
            IpProtocol: '-1',
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
            Ipv6Ranges: [],
            PrefixListIds: [],
            UserIdGroupPairs: [],
          },
        ],
        OwnerId: group.owner_id,
        SecurityGroupArn: group.arn,
        Tags: tagList(group.tags),
        VpcId: group.vpc_id,
      },
    ],
  });
  const gateway = theirs.aws_internet_gateway;
  ec2.on(DescribeInternetGatewaysCommand, { InternetGatewayIds: [gateway.id] }).resolves({
    InternetGateways: [
      {
        Attachments: [{ State: 'attached', VpcId: gateway.vpc_id }],
        InternetGatewayId: gateway.id,
        OwnerId: gateway.owner_id,
        Tags: tagList(gateway.tags),
      },
    ],
  });
  const route = theirs.aws_route;
  ec2.on(DescribeRouteTablesCommand, { RouteTableIds: [route.route_table_id] }).resolves({
    RouteTables: [
      {
        RouteTableId: route.route_table_id,
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
          { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', Origin: 'CreateRoute', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: route.gateway_id, Origin: 'CreateRoute', State: 'active' },
        ],
      },
    ],
  });
  const subnet = theirs.aws_subnet;
  ec2.on(DescribeSubnetsCommand, { SubnetIds: [subnet.id] }).resolves({
    Subnets: [
      {
        AssignIpv6AddressOnCreation: false,
        AvailabilityZone: subnet.availability_zone,
        AvailabilityZoneId: subnet.availability_zone_id,
        CidrBlock: subnet.cidr_block,
        EnableDns64: false,
        Ipv6CidrBlockAssociationSet: [],
        Ipv6Native: false,
        MapCustomerOwnedIpOnLaunch: false,
        MapPublicIpOnLaunch: true,
        OwnerId: subnet.owner_id,
        PrivateDnsNameOptionsOnLaunch: { HostnameType: 'ip-name', EnableResourceNameDnsARecord: false },
        SubnetArn: subnet.arn,
        SubnetId: subnet.id,
        Tags: tagList(subnet.tags),
        VpcId: subnet.vpc_id,
      },
    ],
  });
  const one = theirs.aws_vpc;
  ec2.on(DescribeVpcsCommand, { VpcIds: [one.id] }).resolves({
    Vpcs: [
      {
        CidrBlock: one.cidr_block,
        DhcpOptionsId: one.dhcp_options_id,
        InstanceTenancy: 'default',
        OwnerId: one.owner_id,
        Tags: tagList(one.tags),
        VpcId: one.id,
      },
    ],
  });
  const attribute = (Attribute: 'enableDnsHostnames' | 'enableDnsSupport' | 'enableNetworkAddressUsageMetrics') =>
    ec2.on(DescribeVpcAttributeCommand, { Attribute });
  attribute('enableDnsHostnames').resolves({ EnableDnsHostnames: { Value: true } });
  attribute('enableDnsSupport').resolves({ EnableDnsSupport: { Value: true } });
  attribute('enableNetworkAddressUsageMetrics').resolves({ EnableNetworkAddressUsageMetrics: { Value: false } });
  const inVpc = { Name: 'vpc-id', Values: [one.id] };
  // An empty page and a token for the next one, which EC2 can return if there is a filter.
  const acls = { Filters: [inVpc, { Name: 'default', Values: ['true'] }] };
  ec2.on(DescribeNetworkAclsCommand, acls).resolves({ NetworkAcls: [], NextToken: 'more' });
  ec2
    .on(DescribeNetworkAclsCommand, { ...acls, NextToken: 'more' })
    .resolves({ NetworkAcls: [{ NetworkAclId: one.default_network_acl_id }] });
  ec2
    .on(DescribeRouteTablesCommand, { Filters: [inVpc, { Name: 'association.main', Values: ['true'] }] })
    .resolves({ RouteTables: [{ RouteTableId: one.main_route_table_id }] });
  ec2
    .on(DescribeSecurityGroupsCommand, { Filters: [inVpc, { Name: 'group-name', Values: ['default'] }] })
    .resolves({ SecurityGroups: [{ GroupId: one.default_security_group_id }] });
}

beforeEach(() => {
  for (const mock of [batch, ec2, iam]) mock.reset();
  report();
});

/** The only attribute without a counterpart in CloudFormation. */
const prefixed = { compute_environment_name_prefix: '' };

it.each(Object.keys(theirs) as Type[])('%s has every attribute as in Terraform’s outputs', async (type) => {
  const { json = '' } = await askOf(type, 'json');
  const expected = theirs[type];
  expect(JSON.parse(json)).toEqual({
    ...expected,
    ...('compute_environment_name_prefix' in expected ? prefixed : {}),
  });
  expect(Object.keys(JSON.parse(json))).toEqual(Object.keys(expected));
  expect(json).not.toMatch(/undefined|NaN|aws:cloudformation/);
});

it('returns text as it is, anything else as JSON, and nothing as an empty text', async () => {
  expect(
    await askOf(
      'aws_batch_compute_environment',
      'status',
      'compute_resources.0.max_vcpus',
      'compute_resources.0.tags.Provose',
      'compute_resources.0.instance_type',
      'tags',
      'tags_all',
    ),
  ).toEqual({
    status: 'VALID',
    'compute_resources.0.max_vcpus': '2',
    'compute_resources.0.tags.Provose': 'myproject',
    'compute_resources.0.instance_type': '["m5.large"]',
    tags: '',
    tags_all: '{}',
  });
  expect(await askOf('aws_subnet', 'map_public_ip_on_launch')).toEqual({ map_public_ip_on_launch: 'true' });
});

it('finds a tag whose name has dots', async () => {
  const Tags = tagList({ team: 'x', 'team.example.com/cost': 'y' });
  ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [{ InternetGatewayId: 'igw-1', Tags }] });
  const path = 'tags.team.example.com/cost';
  expect(await ask('aws_internet_gateway', 'igw-1', path)).toEqual({ [path]: 'y' });
});

it('separates the rules of a permission by their descriptions', async () => {
  const [id, OwnerId] = ['sg-1', '123456789012'];
  const IpPermissions = [
    {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'the internet' }, { CidrIp: '10.0.0.0/16' }],
      UserIdGroupPairs: [
        { GroupId: id, UserId: OwnerId },
        { GroupId: 'sg-2', UserId: '210987654321' },
      ],
    },
  ];
  ec2
    .on(DescribeSecurityGroupsCommand, { GroupIds: [id] })
    .resolves({ SecurityGroups: [{ GroupId: id, OwnerId, IpPermissions }] });
  const { ingress = '' } = await ask('aws_security_group', id, 'ingress');
  expect(JSON.parse(ingress)).toMatchObject([
    { cidr_blocks: ['0.0.0.0/0'], description: 'the internet', from_port: 443, security_groups: [], self: false },
    { cidr_blocks: ['10.0.0.0/16'], description: '', security_groups: ['210987654321/sg-2'], self: true, to_port: 443 },
  ]);
});

it('has nested blocks where AWS reports them', async () => {
  const definition = {
    jobDefinitionArn: 'arn:d:2',
    jobDefinitionName: 'd',
    revision: 2,
    type: 'container',
    status: 'INACTIVE',
    retryStrategy: { attempts: 3, evaluateOnExit: [{ action: 'RETRY' as const, onStatusReason: 'Host EC2*' }] },
    timeout: { attemptDurationSeconds: 60 },
    platformCapabilities: ['EC2' as const],
    containerProperties: {
      resourceRequirements: [
        { type: 'VCPU' as const, value: '4' },
        { type: 'MEMORY' as const, value: '2048' },
        { type: 'GPU' as const, value: '1' },
      ],
      user: 'nobody',
    },
  };
  batch.on(DescribeJobDefinitionsCommand).resolves({ jobDefinitions: [definition] });
  const { json = '' } = await ask('aws_batch_job_definition', 'arn:d:2', 'json');
  const entry = JSON.parse(json);
  expect(entry).toMatchObject({
    retry_strategy: [{ attempts: 3, evaluate_on_exit: [{ action: 'RETRY', on_exit_code: '' }] }],
    timeout: [{ attempt_duration_seconds: 60 }],
    platform_capabilities: ['EC2'],
  });
  expect(JSON.parse(entry.container_properties)).toMatchObject({
    vcpus: 4,
    memory: 2048,
    user: 'nobody',
    resourceRequirements: [{ type: 'GPU', value: '1' }],
  });
});

it('writes ARNs with the partition of the Region', async () => {
  const of = async (region: string) => {
    const { arn } = await exportEntry(
      {
        ResourceType: 'aws_internet_gateway',
        Id: theirs.aws_internet_gateway.id,
        Attributes: ['arn'],
      },
      inRegion(region),
    );
    return arn?.split(':').slice(0, 4).join(':');
  };
  expect(await of('cn-north-1')).toBe('arn:aws-cn:ec2:cn-north-1');
  expect(await of('us-gov-west-1')).toBe('arn:aws-us-gov:ec2:us-gov-west-1');
});

/** As the SDK throws it. */
const awsError = (name: string) => Object.assign(new Error('whatever AWS says'), { name });

describe('what does not exist', () => {
  it.each([
    ['aws_batch_compute_environment', 'There is no compute environment x in this account’s AWS Batch in us-east-1.'],
    ['aws_batch_job_definition', 'There is no job definition x in this account’s AWS Batch in us-east-1.'],
    ['aws_batch_job_queue', 'There is no job queue x in this account’s AWS Batch in us-east-1.'],
    ['aws_iam_instance_profile', 'There is no instance profile x in this account’s IAM.'],
    ['aws_iam_role', 'There is no role x in this account’s IAM.'],
    ['aws_internet_gateway', 'There is no internet gateway x in this account’s Amazon EC2 in us-east-1.'],
    ['aws_security_group', 'There is no security group x in this account’s Amazon EC2 in us-east-1.'],
    ['aws_subnet', 'There is no subnet x in this account’s Amazon EC2 in us-east-1.'],
    ['aws_vpc', 'There is no VPC x in this account’s Amazon EC2 in us-east-1.'],
  ])('%s', async (type, message) => {
    for (const mock of [batch, ec2, iam]) mock.reset();
    batch.onAnyCommand().resolves({ computeEnvironments: [], jobDefinitions: [], jobQueues: [] });
    ec2.onAnyCommand().rejects(awsError('InvalidSomethingID.NotFound'));
    iam.onAnyCommand().rejects(awsError('NoSuchEntityException'));
    await expect(ask(type, 'x', 'json')).rejects.toEqual(new UserFault(message));
    await expect(ask(type, 'x', 'json')).rejects.toBeInstanceOf(UserFault);
  });

  it('aws_route, if the table has no route to the internet', async () => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [{ RouteTableId: 'rtb-1', Routes: [] }] });
    await expect(ask('aws_route', 'rtb-1', 'json')).rejects.toThrow(
      'There is no route to 0.0.0.0/0 through an internet gateway in the route table rtb-1 in this account’s Amazon EC2',
    );
  });

  it.each([
    ['stats', 'has no attribute stats. Did you mean state?'],
    ['compute_resources.0.max_vcpu', 'has no attribute max_vcpu. Did you mean max_vcpus?'],
    ['compute_resources.1', 'has no attribute 1. Use one of: 0.'],
    ['tags.Provose', 'has no attribute Provose. Remove the reference to it.'],
    ['constructor', 'has no attribute constructor.'],
  ])('attribute %s', async (path, message) => {
    const asked = askOf('aws_batch_compute_environment', path);
    await expect(asked).rejects.toBeInstanceOf(UserFault);
    await expect(asked).rejects.toThrow(message);
  });

  it('a resource type', async () => {
    await expect(ask('aws_subnets', 'x', 'json')).rejects.toThrow('Did you mean aws_subnet?');
    await expect(ask('constructor', 'x', 'json')).rejects.toBeInstanceOf(UserFault);
  });
});

it('passes on every other error unchanged', async () => {
  const denied = awsError('UnauthorizedOperation');
  ec2.on(DescribeSubnetsCommand).rejects(denied);
  await expect(ask('aws_subnet', 'subnet-1', 'json')).rejects.toBe(denied);
});
