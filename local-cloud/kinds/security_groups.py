"""EC2: security groups and their rules."""

import dataclasses
from typing import Any

from kinds.ec2 import Network
from kinds.kind import Kind, Resource

PEERS = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
}


def permission(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule of a template as the API expects it."""
    described = {"Description": rule["Description"]} if "Description" in rule else {}
    peers = {group: [{key: rule[name]} | described] for name, (group, key) in PEERS.items() if name in rule}
    return rule | peers


class SecurityGroup(Network):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        super().settle(new, old)
        anywhere = [{"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}]  # a new group's default egress
        for way, default in ("ingress", []), ("egress", anywhere):
            name = f"SecurityGroup{way.title()}"
            then, now = (one.get(name) or default for one in (old, new.properties))
            for verb, rules, others in ("revoke", then, now), ("authorize", now, then):
                if changed := [permission(rule) for rule in rules if rule not in others]:
                    values = {"GroupId": new.physical_resource_id, "IpPermissions": changed}
                    self.call(new, f"{verb}_security_group_{way}", values)

    def delete(self, resource: Resource) -> None:
        super().delete(dataclasses.replace(resource, properties={}))  # given both, moto deletes by name


class Rule(Network):
    """A rule that is a resource of its own."""

    def __init__(self, way: str, peer: str):
        super().__init__(
            f"authorize_security_group_{way}",
            f"revoke_security_group_{way}",
            f"CidrIp CidrIpv6 FromPort GroupId GroupName IpProtocol ToPort {peer}PrefixListId {peer}SecurityGroupId",
        )

    def given(self, resource: Resource) -> dict[str, Any]:
        group = resource.properties["GroupId"]
        return {"GroupId": group, "IpPermissions": [permission(resource.properties)]}

    def create(self, new: Resource) -> None:
        rule = self.call(new, self.create_call, self.given(new))["SecurityGroupRules"][0]
        new.physical_resource_id = new.attributes["Id"] = rule["SecurityGroupRuleId"]

    def update(self, new: Resource, old: Resource) -> bool:
        """Sets the description, which moto's operation does not find where the peer is a group."""
        group = self.backend(new).get_security_group_from_id(new.properties["GroupId"])
        for rule in group.ingress_rules + group.egress_rules:
            for peer in (rule.ip_range, rule.source_group) if rule.id == new.physical_resource_id else ():
                if peer:
                    peer["Description"] = new.properties.get("Description", "")
        return False

    def delete(self, resource: Resource) -> None:
        rule = {"SecurityGroupRuleIds": [resource.physical_resource_id]}
        self.call(resource, self.delete_call, self.given(resource) | rule)  # moto needs the permission as well


KINDS: dict[str, Kind] = {
    "AWS::EC2::SecurityGroup": SecurityGroup(
        "create_security_group", "delete_security_group", "GroupName GroupDescription VpcId",
        id="GroupId", name="GroupName", called={"GroupDescription": "Description"},
        later="SecurityGroupEgress SecurityGroupIngress"),
    "AWS::EC2::SecurityGroupEgress": Rule("egress", "Destination"),
    "AWS::EC2::SecurityGroupIngress": Rule("ingress", "Source"),
}  # fmt: skip
