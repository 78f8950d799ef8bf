"""Secrets Manager, Systems Manager parameters, and KMS."""

import json
from typing import Any

from kinds.api import Api, client
from kinds.kind import Kind, Resource
from templates import text


class Secret(Api):
    def given(self, resource: Resource) -> dict[str, Any]:
        values = super().given(resource)
        recipe = values.pop("GenerateSecretString", None)
        if recipe is None or resource.physical_resource_id:  # a generated value is kept
            return values
        return values | {"SecretString": self.generated(resource, recipe)}

    def generated(self, resource: Resource, recipe: dict[str, Any]) -> Any:
        password = self.call(resource, "get_random_password", recipe)["RandomPassword"]
        if "SecretStringTemplate" not in recipe:
            return password
        return json.loads(recipe["SecretStringTemplate"]) | {recipe["GenerateStringKey"]: password}

    def delete(self, resource: Resource) -> None:
        self.call(resource, self.delete_call, self.identity(resource) | {"ForceDeleteWithoutRecovery": True})


class Parameter(Api):
    def given(self, resource: Resource) -> dict[str, Any]:
        values = super().given(resource)
        values.pop("Tags", None)  # the API refuses them together with Overwrite
        tags = {"Tags": self.tags_of(resource.properties)}
        return values | ({"Overwrite": True} if resource.physical_resource_id else tags)

    def retag(self, new: Resource, old: dict, tag: str, untag: str, on: dict[str, Any]) -> None:
        super().retag(new, old, tag, untag, on | {"ResourceType": "Parameter"})


class Key(Api):
    def given(self, resource: Resource) -> dict[str, Any]:
        tags = [{"TagKey": tag["TagKey"], "TagValue": tag["TagValue"]} for tag in self.tags_of(resource.properties)]
        return super().given(resource) | {"Tags": tags}

    def identity(self, resource: Resource) -> dict[str, str]:
        return super().identity(resource) | {"PolicyName": "default"}  # the only name there is

    def tags_of(self, properties: dict[str, Any]) -> list[dict[str, str]]:
        return [tag | {"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in super().tags_of(properties)]

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        kms, key = client("kms", new.place[1]), {"KeyId": new.physical_resource_id}
        for name, default, on, off in (
            ("EnableKeyRotation", False, kms.enable_key_rotation, kms.disable_key_rotation),
            ("Enabled", True, kms.enable_key, kms.disable_key),
        ):
            now, then = (text(one.get(name, default)) for one in (new.properties, old))
            if now != then:
                (on if now == "true" else off)(**key)


KINDS: dict[str, Kind] = {
    "AWS::KMS::Alias": Api(
        "kms", "create_alias", "delete_alias", "AliasName", name="AliasName", update="update_alias"),
    "AWS::KMS::Key": Key(
        "kms", "create_key", "schedule_key_deletion", "", result="KeyMetadata", id="KeyId",
        later="Enabled EnableKeyRotation PendingWindowInDays RotationPeriodInDays BypassPolicyLockoutSafetyCheck",
        called={"KeyPolicy": "Policy"},
        settings={"Description": "update_key_description", "KeyPolicy": "put_key_policy"},
        tags="tag_resource untag_resource KeyId"),
    "AWS::SSM::Parameter": Parameter(
        "ssm", "put_parameter", "delete_parameter", "Name", name="Name", update="put_parameter",
        tags="add_tags_to_resource remove_tags_from_resource ResourceId"),
    "AWS::SecretsManager::Secret": Secret(
        "secretsmanager", "create_secret", "delete_secret", "Name", id="ARN", name="Name", key="SecretId",
        update="update_secret", later="ReplicaRegions", tags="tag_resource untag_resource SecretId"),
}  # fmt: skip
