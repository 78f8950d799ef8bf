/**
 * Lists the ids of all resources in an account that a module could have created, by kind, to compare before and after.
 * Omits AWS Batch's service-linked role, which AWS creates on first use and keeps.
 */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  ListConsumableResourcesCommand,
  ListSchedulingPoliciesCommand,
} from '@aws-sdk/client-batch';
import {
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { ListInstanceProfilesCommand, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Clients } from './cloud.js';
import { ask } from './service.js';

const ids = (list: readonly (string | undefined)[] = []) => [...list].sort();

export async function inventory({ batch, ec2, iam }: Clients) {
  return {
    environments: ids(
      (await batch.send(new DescribeComputeEnvironmentsCommand({}))).computeEnvironments?.map(
        (one) => one.computeEnvironmentArn,
      ),
    ),
    queues: ids((await batch.send(new DescribeJobQueuesCommand({}))).jobQueues?.map((one) => one.jobQueueArn)),
    definitions: ids(
      (await batch.send(new DescribeJobDefinitionsCommand({ status: 'ACTIVE' }))).jobDefinitions?.map(
        (one) => one.jobDefinitionArn,
      ),
    ),
    vpcs: ids((await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.map((one) => one.VpcId)),
    subnets: ids((await ec2.send(new DescribeSubnetsCommand({}))).Subnets?.map((one) => one.SubnetId)),
    gateways: ids(
      (await ec2.send(new DescribeInternetGatewaysCommand({}))).InternetGateways?.map((one) => one.InternetGatewayId),
    ),
    tables: ids((await ec2.send(new DescribeRouteTablesCommand({}))).RouteTables?.map((one) => one.RouteTableId)),
    endpoints: ids(
      (await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints?.filter(
        (one) => String(one.State) !== 'deleted',
      ).map((one) => one.VpcEndpointId),
    ),
    groups: ids((await ec2.send(new DescribeSecurityGroupsCommand({}))).SecurityGroups?.map((one) => one.GroupId)),
    roles: ids(
      (await iam.send(new ListRolesCommand({}))).Roles?.filter(
        (one) => one.Path !== '/aws-service-role/batch.amazonaws.com/',
      ).map((one) => one.RoleName),
    ),
    profiles: ids(
      (await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles?.map((one) => one.InstanceProfileName),
    ),
  };
}

/** The same with the types that only native templates and some keys create, tags and network interfaces included. */
export async function fullInventory(clients: Clients) {
  const { batch, cloud, ec2, iam } = clients;
  const sns = new SNSClient(cloud.client);
  const listed = async (service: string, operation: string, list: string, id: string) =>
    ids((await ask(clients, service, operation))[list]?.map((one: Record<string, string>) => one[id]));
  const keys = await listed('kms', 'ListKeys', 'Keys', 'KeyId');
  const states = await Promise.all(keys.map((KeyId) => ask(clients, 'kms', 'DescribeKey', { KeyId })));
  const efs = (kind: string, list: string, id: string) => listed('elasticfilesystem', `/2015-02-01/${kind}`, list, id);
  return {
    ...(await inventory(clients)),
    accessPoints: await efs('access-points', 'AccessPoints', 'AccessPointId'),
    addresses: ids((await ec2.send(new DescribeAddressesCommand({}))).Addresses?.map((one) => one.AllocationId)),
    aliases: (await listed('kms', 'ListAliases', 'Aliases', 'AliasName')).filter(
      (name) => !name?.startsWith('alias/aws'),
    ),
    buckets: ids((await new S3Client(cloud.client).send(new ListBucketsCommand({}))).Buckets?.map((one) => one.Name)),
    consumables: ids(
      (await batch.send(new ListConsumableResourcesCommand({}))).consumableResources?.map(
        (one) => one.consumableResourceArn,
      ),
    ),
    fileSystems: await efs('file-systems', 'FileSystems', 'FileSystemId'),
    interfaces: ids(
      (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces?.map(
        (one) => one.NetworkInterfaceId,
      ),
    ),
    keys: keys.filter((_, index) => states[index].KeyMetadata.KeyState !== 'PendingDeletion'),
    launchTemplates: ids(
      (await ec2.send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates?.map((one) => one.LaunchTemplateId),
    ),
    logGroups: await listed('logs', 'DescribeLogGroups', 'logGroups', 'logGroupName'),
    nats: ids((await ec2.send(new DescribeNatGatewaysCommand({}))).NatGateways?.map((one) => one.NatGatewayId)),
    parameters: await listed('ssm', 'DescribeParameters', 'Parameters', 'Name'),
    policies: ids((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies?.map((one) => one.Arn)),
    queuesOfMessages: ids((await ask(clients, 'sqs', 'ListQueues')).QueueUrls),
    rules: await listed('events', 'ListRules', 'Rules', 'Arn'),
    scheduleGroups: await listed('scheduler', '/schedule-groups', 'ScheduleGroups', 'Arn'),
    schedules: await listed('scheduler', '/schedules', 'Schedules', 'Arn'),
    schedulingPolicies: ids(
      (await batch.send(new ListSchedulingPoliciesCommand({}))).schedulingPolicies?.map((one) => one.arn),
    ),
    secrets: await listed('secretsmanager', 'ListSecrets', 'SecretList', 'ARN'),
    subscriptions: ids(
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.map((one) => one.SubscriptionArn),
    ),
    tagged: ids((await ec2.send(new DescribeTagsCommand({}))).Tags?.map((one) => one.ResourceId)),
    topics: ids((await sns.send(new ListTopicsCommand({}))).Topics?.map((one) => one.TopicArn)),
  };
}
