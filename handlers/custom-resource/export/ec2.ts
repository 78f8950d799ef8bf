/** The entries of Provose's export maps that Amazon EC2 knows, with the attributes of Terraform's resources. */

import {
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  type IpPermission,
  paginateDescribeNetworkAcls,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  type SecurityGroup,
  type UserIdGroupPair,
  type VpcAttributeName,
} from '@aws-sdk/client-ec2';
import type { TerraformType } from '../../../macro/link/export-maps.js';
import { CLIENT_CONFIG } from '../clients.js';
import { partitionOf } from '../partitions.js';
import type { Readers } from './reader.js';

/** Reused by a warm function, so that it slows down when AWS throttles it. */
export const client = new EC2Client(CLIENT_CONFIG);

export const placeIn = (region: string) => `Amazon EC2 in ${region}`;

export const readers: Readers<EC2Client, Exclude<TerraformType, `aws_batch_${string}` | `aws_iam_${string}`>> = {
  aws_internet_gateway: internetGateway,
  aws_route: route,
  aws_security_group: securityGroup,
  aws_subnet: subnet,
  aws_vpc: vpc,
};

const ANYWHERE = '0.0.0.0/0';

async function securityGroup(ec2: EC2Client, id: string) {
  const [one] = (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))).SecurityGroups ?? [];
  return (
    one && {
      arn: one.SecurityGroupArn ?? (await arnOf(ec2, one.OwnerId, `security-group/${id}`)),
      description: one.Description,
      egress: (one.IpPermissionsEgress ?? []).flatMap((each) => rules(one, each)),
      id: one.GroupId,
      ingress: (one.IpPermissions ?? []).flatMap((each) => rules(one, each)),
      name: one.GroupName,
      name_prefix: '',
      owner_id: one.OwnerId,
      revoke_rules_on_delete: true,
      tags: one.Tags,
      timeouts: null,
      vpc_id: one.VpcId,
    }
  );
}

/** The rules of a permission. EC2 groups rules by their ports, Terraform by their ports and description. */
function rules({ GroupId, OwnerId }: SecurityGroup, permission: IpPermission) {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const all = [...IpRanges, ...Ipv6Ranges, ...PrefixListIds, ...UserIdGroupPairs];
  const nameOf = (pair: UserIdGroupPair) =>
    pair.UserId && pair.UserId !== OwnerId ? `${pair.UserId}/${pair.GroupId}` : pair.GroupId;
  return [...new Set(all.map(({ Description = '' }) => Description))].map((description) => {
    const alike = ({ Description = '' }) => Description === description;
    const groups = UserIdGroupPairs.filter(alike);
    return {
      cidr_blocks: IpRanges.filter(alike).map(({ CidrIp }) => CidrIp),
      description,
      from_port: permission.FromPort ?? 0,
      ipv6_cidr_blocks: Ipv6Ranges.filter(alike).map(({ CidrIpv6 }) => CidrIpv6),
      prefix_list_ids: PrefixListIds.filter(alike).map(({ PrefixListId }) => PrefixListId),
      protocol: permission.IpProtocol,
      security_groups: groups.filter((group) => group.GroupId !== GroupId).map(nameOf),
      self: groups.some((group) => group.GroupId === GroupId),
      to_port: permission.ToPort ?? 0,
    };
  });
}

async function vpc(ec2: EC2Client, id: string) {
  const [one] = (await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs ?? [];
  if (!one) return undefined;
  const where = (name: string, value: string) => ({
    Filters: [
      { Name: 'vpc-id', Values: [id] },
      { Name: name, Values: [value] },
    ],
  });
  const pages = { client: ec2 };
  const [hostnames, support, metrics, acl, table, group] = await Promise.all([
    vpcAttribute(ec2, id, 'enableDnsHostnames', 'EnableDnsHostnames'),
    vpcAttribute(ec2, id, 'enableDnsSupport', 'EnableDnsSupport'),
    vpcAttribute(ec2, id, 'enableNetworkAddressUsageMetrics', 'EnableNetworkAddressUsageMetrics'),
    first(paginateDescribeNetworkAcls(pages, where('default', 'true')), ({ NetworkAcls }) => NetworkAcls),
    first(paginateDescribeRouteTables(pages, where('association.main', 'true')), ({ RouteTables }) => RouteTables),
    first(paginateDescribeSecurityGroups(pages, where('group-name', 'default')), (page) => page.SecurityGroups),
  ]);
  return {
    arn: await arnOf(ec2, one.OwnerId, `vpc/${id}`),
    cidr_block: one.CidrBlock,
    default_network_acl_id: acl?.NetworkAclId,
    default_route_table_id: table?.RouteTableId,
    default_security_group_id: group?.GroupId,
    dhcp_options_id: one.DhcpOptionsId,
    enable_dns_hostnames: hostnames,
    enable_dns_support: support,
    enable_network_address_usage_metrics: metrics,
    id: one.VpcId,
    instance_tenancy: one.InstanceTenancy,
    main_route_table_id: table?.RouteTableId,
    owner_id: one.OwnerId,
    tags: one.Tags,
    ...WITHOUT_IPV6_AND_IPAM,
  };
}

/** A VPC of a module has one IPv4 range and no other. */
const WITHOUT_IPV6_AND_IPAM = {
  assign_generated_ipv6_cidr_block: false,
  ipv4_ipam_pool_id: null,
  ipv4_netmask_length: null,
  ipv6_association_id: '',
  ipv6_cidr_block: '',
  ipv6_cidr_block_network_border_group: '',
  ipv6_ipam_pool_id: '',
  ipv6_netmask_length: 0,
};

type VpcSetting = 'EnableDnsHostnames' | 'EnableDnsSupport' | 'EnableNetworkAddressUsageMetrics';

async function vpcAttribute(ec2: EC2Client, VpcId: string, Attribute: VpcAttributeName, setting: VpcSetting) {
  return (await ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute })))[setting]?.Value ?? false;
}

/** The first item of all pages. With a filter, the first pages can be empty. */
async function first<Page, Item>(pages: AsyncIterable<Page>, of: (page: Page) => readonly Item[] | undefined) {
  for await (const page of pages) {
    const [item] = of(page) ?? [];
    if (item) return item;
  }
  return undefined;
}

async function internetGateway(ec2: EC2Client, id: string) {
  const command = new DescribeInternetGatewaysCommand({ InternetGatewayIds: [id] });
  const [one] = (await ec2.send(command)).InternetGateways ?? [];
  return (
    one && {
      arn: await arnOf(ec2, one.OwnerId, `internet-gateway/${id}`),
      id: one.InternetGatewayId,
      owner_id: one.OwnerId,
      tags: one.Tags,
      timeouts: null,
      vpc_id: one.Attachments?.[0]?.VpcId,
    }
  );
}

async function route(ec2: EC2Client, tableId: string) {
  const [table] = (await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [tableId] }))).RouteTables ?? [];
  const routes = table?.Routes?.filter(({ DestinationCidrBlock }) => DestinationCidrBlock === ANYWHERE);
  const one =
    routes?.find(({ GatewayId }) => GatewayId?.startsWith('igw-')) ?? routes?.find((each) => each.NatGatewayId);
  return (
    one && {
      carrier_gateway_id: '',
      core_network_arn: '',
      destination_cidr_block: one.DestinationCidrBlock,
      destination_ipv6_cidr_block: '',
      destination_prefix_list_id: '',
      egress_only_gateway_id: '',
      gateway_id: one.GatewayId ?? '',
      // An id that Terraform makes up from the table and the CRC-32 of the destination.
      id: `r-${tableId}1080289494`,
      instance_id: '',
      instance_owner_id: '',
      local_gateway_id: '',
      nat_gateway_id: one.NatGatewayId ?? '',
      network_interface_id: '',
      origin: one.Origin,
      route_table_id: tableId,
      state: one.State,
      timeouts: null,
      transit_gateway_id: '',
      vpc_endpoint_id: '',
      vpc_peering_connection_id: '',
    }
  );
}

async function subnet(ec2: EC2Client, id: string) {
  const [one] = (await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets ?? [];
  const names = one?.PrivateDnsNameOptionsOnLaunch;
  const ipv6 = one?.Ipv6CidrBlockAssociationSet?.find((each) => each.Ipv6CidrBlockState?.State === 'associated');
  return (
    one && {
      arn: one.SubnetArn,
      assign_ipv6_address_on_creation: one.AssignIpv6AddressOnCreation ?? false,
      availability_zone: one.AvailabilityZone,
      availability_zone_id: one.AvailabilityZoneId,
      cidr_block: one.CidrBlock,
      customer_owned_ipv4_pool: one.CustomerOwnedIpv4Pool,
      enable_dns64: one.EnableDns64 ?? false,
      enable_lni_at_device_index: one.EnableLniAtDeviceIndex ?? 0,
      enable_resource_name_dns_a_record_on_launch: names?.EnableResourceNameDnsARecord ?? false,
      enable_resource_name_dns_aaaa_record_on_launch: names?.EnableResourceNameDnsAAAARecord ?? false,
      id: one.SubnetId,
      ipv6_cidr_block: ipv6?.Ipv6CidrBlock,
      ipv6_cidr_block_association_id: ipv6?.AssociationId,
      ipv6_native: one.Ipv6Native ?? false,
      map_customer_owned_ip_on_launch: one.MapCustomerOwnedIpOnLaunch ?? false,
      map_public_ip_on_launch: one.MapPublicIpOnLaunch ?? false,
      outpost_arn: one.OutpostArn,
      owner_id: one.OwnerId,
      private_dns_hostname_type_on_launch: names?.HostnameType,
      tags: one.Tags,
      timeouts: null,
      vpc_id: one.VpcId,
    }
  );
}

/** The ARN of something that EC2 reports without one. */
async function arnOf(ec2: EC2Client, owner: string | undefined, name: string): Promise<string> {
  const region = await ec2.config.region();
  return `arn:${partitionOf(region).name}:ec2:${region}:${owner}:${name}`;
}
