"""IAM."""

import dataclasses
from typing import Any

from kinds.api import Api, client
from kinds.kind import Kind, Resource


class Identity(Api):
    """A type whose attachments must be removed before it can be deleted."""

    def delete(self, resource: Resource) -> None:
        bare = {key: value for key, value in resource.properties.items() if key not in self.later}
        self.settle(dataclasses.replace(resource, properties=bare), self.attached(resource))
        super().delete(resource)

    def attached(self, resource: Resource) -> dict[str, Any]:
        """The actual attachments, as properties: a failed creation can leave some of them out."""
        raise NotImplementedError


class Role(Identity):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        iam, role, name = (client("iam", new.place[1]), new.properties, {"RoleName": new.physical_resource_id})
        if old:
            document = {"PolicyDocument": role["AssumeRolePolicyDocument"]}
            self.call(new, "update_assume_role_policy", name | document)
            boundary = "put" if "PermissionsBoundary" in role else "delete"
            self.call(new, f"{boundary}_role_permissions_boundary", role | name)
        attached, wanted = old.get("ManagedPolicyArns", []), role.get("ManagedPolicyArns", [])
        for arn in set(attached) - set(wanted):
            iam.detach_role_policy(PolicyArn=arn, **name)
        for arn in wanted:
            iam.attach_role_policy(PolicyArn=arn, **name)
        inline = {policy["PolicyName"]: policy for policy in role.get("Policies", [])}
        for gone in {policy["PolicyName"] for policy in old.get("Policies", [])} - inline.keys():
            iam.delete_role_policy(PolicyName=gone, **name)
        for policy in inline.values():
            # Version is optional on AWS, and SAM omits it.
            document = {"Version": "2012-10-17"} | policy["PolicyDocument"]
            self.call(new, "put_role_policy", policy | name | {"PolicyDocument": document})

    def attached(self, resource: Resource) -> dict[str, Any]:
        iam, name = client("iam", resource.place[1]), {"RoleName": resource.physical_resource_id}
        managed = iam.list_attached_role_policies(**name)["AttachedPolicies"]
        inline = iam.list_role_policies(**name)["PolicyNames"]
        policies = [{"PolicyName": policy} for policy in inline]
        return {"ManagedPolicyArns": [policy["PolicyArn"] for policy in managed], "Policies": policies}


class InstanceProfile(Identity):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        iam, name = client("iam", new.place[1]), {"InstanceProfileName": new.physical_resource_id}
        has, wanted = set(old.get("Roles", [])), set(new.properties.get("Roles", []))
        for role in has - wanted:
            iam.remove_role_from_instance_profile(RoleName=role, **name)
        for role in wanted - has:
            iam.add_role_to_instance_profile(RoleName=role, **name)

    def attached(self, resource: Resource) -> dict[str, Any]:
        iam, name = client("iam", resource.place[1]), resource.physical_resource_id
        profile = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
        return {"Roles": [role["RoleName"] for role in profile["Roles"]]}


class ManagedPolicy(Identity):
    """A managed policy. An update replaces its only version, so that the limit of five is never reached."""

    OWNERS = "Role", "User", "Group"

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        iam, arn = client("iam", new.place[1]), {"PolicyArn": new.physical_resource_id}
        if "PolicyDocument" in old:
            versions = iam.list_policy_versions(**arn)["Versions"]
            self.call(new, "create_policy_version", new.properties | arn | {"SetAsDefault": True})
            for version in versions:
                iam.delete_policy_version(VersionId=version["VersionId"], **arn)
        for owner in self.OWNERS:
            has, wanted = (set(one.get(f"{owner}s", [])) for one in (old, new.properties))
            for verb, names in ("detach", has - wanted), ("attach", wanted - has):
                for name in names:
                    self.call(new, f"{verb}_{owner.lower()}_policy", arn | {f"{owner}Name": name})

    def attached(self, resource: Resource) -> dict[str, Any]:
        iam, arn = client("iam", resource.place[1]), resource.physical_resource_id
        found = iam.list_entities_for_policy(PolicyArn=arn)
        return {f"{owner}s": [each[f"{owner}Name"] for each in found[f"Policy{owner}s"]] for owner in self.OWNERS}


KINDS: dict[str, Kind] = {
    "AWS::IAM::InstanceProfile": InstanceProfile(
        "iam", "create_instance_profile", "delete_instance_profile", "InstanceProfileName Path",
        result="InstanceProfile", id="InstanceProfileName", name="InstanceProfileName", later="Roles"),
    "AWS::IAM::ManagedPolicy": ManagedPolicy(
        "iam", "create_policy", "delete_policy", "ManagedPolicyName Path Description", result="Policy",
        id="Arn", key="PolicyArn", name="ManagedPolicyName", called={"ManagedPolicyName": "PolicyName"},
        later="Groups Roles Users", attributes={"PolicyArn": "Arn"}),
    "AWS::IAM::Role": Role(
        "iam", "create_role", "delete_role", "RoleName Path", result="Role", id="RoleName",
        name="RoleName", update="update_role", later="ManagedPolicyArns Policies",
        tags="tag_role untag_role RoleName"),
}  # fmt: skip
