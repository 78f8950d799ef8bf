/** Entries in the export maps of what AWS reports with every attribute set, and with none. */

import {
  BatchClient,
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { exportEntry } from '../../handlers/custom-resource/export/entry.js';
import { expectGolden } from '../support/golden.js';

const mocks = { batch: mockClient(BatchClient), ec2: mockClient(EC2Client), iam: mockClient(IAMClient) };
const region = 'us-east-1';
const clients = { batch: new BatchClient({ region }), ec2: new EC2Client({ region }), iam: new IAMClient({ region }) };

/** The whole entry, with JSON text as the JSON that it contains. */
async function entryOf(type: string, id: string): Promise<unknown> {
  const { json = '' } = await exportEntry({ ResourceType: type, Id: id, Attributes: ['json'] }, clients);
  const entry = JSON.parse(json);
  for (const name of ['container_properties', 'assume_role_policy']) {
    if (entry[name]) entry[name] = JSON.parse(entry[name]);
  }
  return entry;
}

beforeEach(() => {
  for (const mock of Object.values(mocks)) mock.reset();
  mocks.ec2.onAnyCommand().resolves({});
});

it('has a value for every attribute if AWS reports none', async () => {
  const { batch, ec2, iam } = mocks;
  batch.on(DescribeComputeEnvironmentsCommand).resolves({
    computeEnvironments: [
      {
        computeEnvironmentName: 'e',
        computeEnvironmentArn: 'arn:e',
        computeResources: { type: 'EC2', maxvCpus: undefined, subnets: undefined },
        updatePolicy: {},
      },
    ],
  } as object);
  batch.on(DescribeJobQueuesCommand).resolves({ jobQueues: [{ jobQueueName: 'q' }] } as object);
  const definition = { jobDefinitionArn: 'arn:d:1', retryStrategy: { evaluateOnExit: undefined }, timeout: {} };
  batch.on(DescribeJobDefinitionsCommand).resolves({ jobDefinitions: [definition] } as object);
  ec2.on(DescribeSecurityGroupsCommand, { GroupIds: ['x'] }).resolves({
    SecurityGroups: [{ OwnerId: '123456789012', IpPermissions: [{ UserIdGroupPairs: [{ GroupId: 'sg-2' }] }] }],
  });
  ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ OwnerId: '123456789012' }] });
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{}] });
  ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [{ OwnerId: '123456789012' }] });
  iam.on(GetRoleCommand).resolves({ Role: {} } as object);
  iam.on(GetInstanceProfileCommand).resolves({ InstanceProfile: {} } as object);
  const types = [
    'aws_batch_compute_environment',
    'aws_batch_job_definition',
    'aws_batch_job_queue',
    'aws_iam_instance_profile',
    'aws_iam_role',
    'aws_internet_gateway',
    'aws_security_group',
    'aws_subnet',
    'aws_vpc',
  ];
  const entries = await Promise.all(types.map(async (type) => [type, await entryOf(type, 'x')]));
  expectGolden('test/data/exports-of-nothing.json', `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
});

it('has the nested blocks and lists that modules can set by overrides', async () => {
  const { batch, ec2 } = mocks;
  batch.on(DescribeComputeEnvironmentsCommand).resolves({
    computeEnvironments: [
      {
        computeEnvironmentName: 'e',
        computeEnvironmentArn: 'arn:e',
        updatePolicy: { jobExecutionTimeoutMinutes: 110, terminateJobsOnUpdate: true },
        computeResources: {
          type: 'EC2',
          minvCpus: 1,
          maxvCpus: 8,
          desiredvCpus: 4,
          subnets: ['b', 'a'],
          ec2Configuration: [{ imageType: 'ECS_AL2023', imageIdOverride: 'ami-1' }],
          launchTemplate: { launchTemplateId: 'lt-1', version: '2' },
        },
      },
    ],
  });
  batch.on(DescribeJobQueuesCommand).resolves({
    jobQueues: [
      {
        jobQueueName: 'q',
        jobQueueArn: 'arn:q',
        state: 'ENABLED',
        priority: 7,
        computeEnvironmentOrder: [
          { order: 2, computeEnvironment: 'arn:second' },
          { order: 1, computeEnvironment: 'arn:first' },
        ],
        jobStateTimeLimitActions: [{ action: 'CANCEL', maxTimeSeconds: 600, reason: 'R', state: 'RUNNABLE' }],
      },
    ],
  });
  batch.on(DescribeJobDefinitionsCommand).resolves({
    jobDefinitions: [
      {
        jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/d:12',
        jobDefinitionName: 'd',
        revision: 12,
        type: 'container',
        schedulingPriority: 5,
        propagateTags: true,
        containerProperties: { image: 'busybox', vcpus: 2, memory: 64 },
        ecsProperties: { taskProperties: [{ containers: [{ name: 'main', image: 'busybox' }] }] },
        nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [{ targetNodes: '0:1' }] },
      },
    ],
  });
  const group = {
    GroupId: 'sg-1',
    OwnerId: '123456789012',
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'one' }, { CidrIpv6: 'fd00::/8' }],
        PrefixListIds: [{ PrefixListId: 'pl-1', Description: 'one' }, { PrefixListId: 'pl-2' }],
        UserIdGroupPairs: [
          { GroupId: 'sg-2', UserId: '123456789012', Description: 'one' },
          { GroupId: 'sg-3', UserId: '210987654321', Description: 'one' },
          { GroupId: 'sg-1', UserId: '123456789012' },
        ],
      },
    ],
  };
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [group] });
  const subnet = {
    AssignIpv6AddressOnCreation: true,
    EnableDns64: true,
    EnableLniAtDeviceIndex: 1,
    Ipv6Native: true,
    MapCustomerOwnedIpOnLaunch: true,
    Ipv6CidrBlockAssociationSet: [
      { AssociationId: 'old', Ipv6CidrBlock: 'fd00::/64', Ipv6CidrBlockState: { State: 'disassociated' as const } },
      { AssociationId: 'new', Ipv6CidrBlock: 'fd01::/64', Ipv6CidrBlockState: { State: 'associated' as const } },
    ],
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name' as const,
      EnableResourceNameDnsARecord: true,
      EnableResourceNameDnsAAAARecord: true,
    },
  };
  ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [subnet] });
  ec2.on(DescribeRouteTablesCommand).resolves({
    RouteTables: [
      {
        Routes: [
          { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
          { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'igw-2' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' },
        ],
      },
    ],
  });
  const types = [
    'aws_batch_compute_environment',
    'aws_batch_job_definition',
    'aws_batch_job_queue',
    'aws_route',
    'aws_security_group',
    'aws_subnet',
  ];
  const entries = await Promise.all(types.map(async (type) => [type, await entryOf(type, 'x')]));
  expectGolden('test/data/exports-of-overrides.json', `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
});
