"""EC2: VPCs and what they contain."""

import dataclasses
from typing import Any

from moto.ec2.models import ec2_backends

from kinds.api import Api
from kinds.kind import Kind, Resource


class Network(Api):
    """An EC2 type. A separate call sets its tags, including the stack's."""

    def __init__(self, *calls: str, later: str = "", **options: Any):
        super().__init__("ec2", *calls, later=f"{later} Tags", **options)

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if self.id and self.id != "AssociationId":
            on = {"Resources": [new.physical_resource_id]}
            self.retag(new, old, "create_tags", "delete_tags", on)
            # The API refuses tags with this prefix, so they are set on the backend.
            stack, marks = new.stack, "aws:cloudformation:"
            marked = {"stack-name": stack.name, "stack-id": stack.stack_id, "logical-id": new.logical_resource_id}
            self.backend(new).create_tags(
                on["Resources"], stack.tags | {marks + key: value for key, value in marked.items()}
            )

    def delete(self, resource: Resource) -> None:
        super().delete(resource)
        for kept in "tags", "vpc_end_points":  # moto never removes these
            getattr(self.backend(resource), kept).pop(resource.physical_resource_id, None)

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
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        now, then = (set(one.get("RouteTableIds", [])) for one in (new.properties, old))
        if old:
            changes = {"AddRouteTableIds": sorted(now - then), "RemoveRouteTableIds": sorted(then - now)}
            self.call(new, "modify_vpc_endpoint", new.properties | changes | {self.id: new.physical_resource_id})


class SecurityGroup(Network):
    PEERS = {
        "CidrIp": ("IpRanges", "CidrIp"),
        "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
        "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
        "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    }

    def given(self, resource: Resource) -> dict[str, Any]:
        return super().given(resource) | {"Description": resource.properties["GroupDescription"]}

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        anywhere = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]  # a new group's default egress
        for way, default in ("ingress", []), ("egress", anywhere):
            name = f"SecurityGroup{way.title()}"
            then, now = (one.get(name) or default for one in (old, new.properties))
            for verb, rules, others in ("revoke", then, now), ("authorize", now, then):
                if changed := [self.permission(rule) for rule in rules if rule not in others]:
                    values = {"GroupId": new.physical_resource_id, "IpPermissions": changed}
                    self.call(new, f"{verb}_security_group_{way}", values)

    def permission(self, rule: dict[str, Any]) -> dict[str, Any]:
        described = {"Description": rule["Description"]} if "Description" in rule else {}
        peers = {group: [{key: rule[name]} | described] for name, (group, key) in self.PEERS.items() if name in rule}
        return rule | peers

    def delete(self, resource: Resource) -> None:
        super().delete(dataclasses.replace(resource, properties={}))  # given both, moto deletes by name


KINDS: dict[str, Kind] = {
    "AWS::EC2::InternetGateway": Network(
        "create_internet_gateway", "delete_internet_gateway", "",
        result="InternetGateway", id="InternetGatewayId"),
    "AWS::EC2::Route": Route("create_route", "delete_route", "RouteTableId DestinationCidrBlock"),
    "AWS::EC2::RouteTable": Network(
        "create_route_table", "delete_route_table", "VpcId", result="RouteTable", id="RouteTableId"),
    "AWS::EC2::SecurityGroup": SecurityGroup(
        "create_security_group", "delete_security_group", "GroupName GroupDescription VpcId",
        id="GroupId", name="GroupName",
        later="GroupDescription SecurityGroupEgress SecurityGroupIngress"),
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
