/**
 * Everything of the kinds that a module makes that is in an account: ids by kind, to compare before and after.
 * AWS Batch's service-linked role is left out: AWS makes it on first use and keeps it.
 */

import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
} from '@aws-sdk/client-batch';
import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { ListInstanceProfilesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import type { Clients } from './cloud.js';

export async function inventory({ batch, ec2, iam }: Clients) {
  const ids = (list: readonly (string | undefined)[] = []) => [...list].sort();
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
