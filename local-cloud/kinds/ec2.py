"""EC2: VPCs and what they contain, and launch templates."""

from typing import Any

from moto.ec2.models import ec2_backends

from kinds.api import Api
from kinds.kind import Kind, Resource
from templates import text


class Network(Api):
    """An EC2 type. A separate call sets its tags, including the stack's."""

    def __init__(self, *calls: str, later: str = "", **options: Any):
        super().__init__("ec2", *calls, later=f"{later} Tags", **options)

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if self.id and self.id != "AssociationId":
            on = {"Resources": [self.tagged(new)]}
            self.retag(new, old, "create_tags", "delete_tags", on)
            # The API refuses tags with this prefix, so they are set on the backend.
            stack, marks = new.stack, "aws:cloudformation:"
            marked = {"stack-name": stack.name, "stack-id": stack.stack_id, "logical-id": new.logical_resource_id}
            self.backend(new).create_tags(
                on["Resources"], stack.tags | {marks + key: value for key, value in marked.items()}
            )

    def delete(self, resource: Resource) -> None:
        super().delete(resource)
        for kept in "tags", "vpc_end_points", "nat_gateways":  # moto never removes these
            getattr(self.backend(resource), kept).pop(self.tagged(resource), None)

    def backend(self, resource: Resource) -> Any:
        account, region = resource.place
        return ec2_backends[account][region]

    def modify(self, operation: str, new: Resource, *names: str) -> None:
        """Sets attributes. The API accepts one at a time."""
        for name in names:
            if name in new.properties:
                value = {name: {"Value": new.properties[name]}}
                self.call(new, operation, {self.id: new.physical_resource_id} | value)


class Vpc(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        self.modify("modify_vpc_attribute", new, "EnableDnsSupport", "EnableDnsHostnames")
        ec2, vpc = self.backend(new), {"vpc-id": [new.physical_resource_id]}
        group = ec2.get_security_group_from_name("default", new.physical_resource_id)
        acls = ec2.describe_network_acls(filters=vpc)
        new.attributes |= {"DefaultSecurityGroup": group.id, "DefaultNetworkAcl": acls[0].id}

    def delete(self, resource: Resource) -> None:
        super().delete(resource)
        self.backend(resource).network_acls.pop(resource.attributes["DefaultNetworkAcl"], None)


class Subnet(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        self.modify("modify_subnet_attribute", new, "MapPublicIpOnLaunch")


class Route(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if old:
            self.call(new, "replace_route", new.properties)


class VpcEndpoint(Network):
    LISTS = "RouteTableIds", "SubnetIds", "SecurityGroupIds"

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        entries = new.attributes.get("DnsEntries", [])
        if entries and isinstance(entries[0], dict):
            new.attributes["DnsEntries"] = [f"{entry['HostedZoneId']}:{entry['DnsName']}" for entry in entries]
        if not old:
            return
        changes = {}
        for name in self.LISTS:
            now, then = (set(one.get(name, [])) for one in (new.properties, old))
            changes |= {f"Add{name}": sorted(now - then), f"Remove{name}": sorted(then - now)}
        self.call(new, "modify_vpc_endpoint", new.properties | changes | {self.id: new.physical_resource_id})
        endpoint = self.backend(new).vpc_end_points[new.physical_resource_id]
        endpoint.private_dns_enabled = text(new.properties.get("PrivateDnsEnabled", False)) == "true"


class ElasticIp(Network):
    def identity(self, resource: Resource) -> dict[str, str]:
        return {"AllocationId": self.tagged(resource)}

    def tagged(self, resource: Resource) -> str:
        return resource.attributes["AllocationId"]


class NatGateway(Network):
    def delete(self, resource: Resource) -> None:
        ec2 = self.backend(resource)
        interface = ec2.nat_gateways[resource.physical_resource_id]._eni
        super().delete(resource)
        if interface.public_ip:
            ec2.disassociate_address(address=interface.public_ip)
        ec2.delete_network_interface(interface.id)  # moto leaves it


class LaunchTemplate(Network):
    """An update creates a version. Only the EC2 API can make another version the default.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-launchtemplate.html
    """

    volatile = ("LatestVersionNumber",)

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        described = self.backend(new).launch_templates[new.physical_resource_id]
        data = "LaunchTemplateData", "VersionDescription"
        if old and any(new.properties.get(name) != old.get(name) for name in data):
            self.call(new, "create_launch_template_version", new.properties | self.identity(new))
        new.attributes["LatestVersionNumber"] = described.latest_version_number

    def tags_of(self, properties: dict[str, Any]) -> list[dict[str, str]]:
        return [tag for group in properties.get("TagSpecifications", []) for tag in group["Tags"]]


KINDS: dict[str, Kind] = {
    "AWS::EC2::EIP": ElasticIp(
        "allocate_address", "release_address", "Address Domain NetworkBorderGroup", id="PublicIp"),
    "AWS::EC2::InternetGateway": Network(
        "create_internet_gateway", "delete_internet_gateway", "",
        result="InternetGateway", id="InternetGatewayId"),
    "AWS::EC2::LaunchTemplate": LaunchTemplate(
        "create_launch_template", "delete_launch_template", "LaunchTemplateName",
        result="LaunchTemplate", id="LaunchTemplateId", name="LaunchTemplateName", later="TagSpecifications"),
    "AWS::EC2::NatGateway": NatGateway(
        "create_nat_gateway", "delete_nat_gateway",
        "AllocationId AvailabilityMode ConnectivityType PrivateIpAddress SubnetId VpcId",
        result="NatGateway", id="NatGatewayId", later="MaxDrainDurationSeconds"),
    "AWS::EC2::Route": Route("create_route", "delete_route", "RouteTableId DestinationCidrBlock"),
    "AWS::EC2::RouteTable": Network(
        "create_route_table", "delete_route_table", "VpcId", result="RouteTable", id="RouteTableId"),
    "AWS::EC2::Subnet": Subnet(
        "create_subnet", "delete_subnet", "VpcId CidrBlock AvailabilityZone",
        result="Subnet", id="SubnetId", later="MapPublicIpOnLaunch"),
    "AWS::EC2::SubnetRouteTableAssociation": Network(
        "associate_route_table", "disassociate_route_table", "SubnetId RouteTableId",
        id="AssociationId"),
    "AWS::EC2::VPC": Vpc(
        "create_vpc", "delete_vpc", "CidrBlock", result="Vpc", id="VpcId",
        later="EnableDnsHostnames EnableDnsSupport"),
    "AWS::EC2::VPCEndpoint": VpcEndpoint(
        "create_vpc_endpoint", "delete_vpc_endpoints", "VpcId ServiceName VpcEndpointType",
        result="VpcEndpoint", id="VpcEndpointId", key="VpcEndpointIds"),
    "AWS::EC2::VPCGatewayAttachment": Network(
        "attach_internet_gateway", "detach_internet_gateway", "InternetGatewayId VpcId"),
}  # fmt: skip
