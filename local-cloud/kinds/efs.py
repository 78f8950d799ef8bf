"""EFS."""

from kinds.api import Api
from kinds.kind import Kind, Resource
from templates import text


class FileSystem(Api):
    def given(self, resource: Resource) -> dict:
        backup = resource.properties.get("BackupPolicy", {})
        return super().given(resource) | {"Backup": text(backup.get("Status")) == "ENABLED"}


TAGS = "tag_resource untag_resource ResourceId"

KINDS: dict[str, Kind] = {
    "AWS::EFS::AccessPoint": Api(
        "efs", "create_access_point", "delete_access_point", "ClientToken FileSystemId PosixUser RootDirectory",
        id="AccessPointId", name="ClientToken", key="AccessPointId", called={"AccessPointTags": "Tags"}, tags=TAGS,
        attributes={"Arn": "AccessPointArn"}),
    "AWS::EFS::FileSystem": FileSystem(
        "efs", "create_file_system", "delete_file_system", "AvailabilityZoneName Encrypted KmsKeyId PerformanceMode",
        id="FileSystemId", name="CreationToken", key="FileSystemId",
        later="BackupPolicy BypassPolicyLockoutSafetyCheck FileSystemProtection ReplicationConfiguration",
        called={"FileSystemTags": "Tags", "FileSystemPolicy": "Policy"}, tags=TAGS,
        settings={"FileSystemPolicy": "put_file_system_policy", "LifecyclePolicies": "put_lifecycle_configuration"},
        attributes={"Arn": "FileSystemArn"}),
    "AWS::EFS::MountTarget": Api(
        "efs", "create_mount_target", "delete_mount_target", "FileSystemId IpAddress SubnetId",
        id="MountTargetId", settings={"SecurityGroups": "modify_mount_target_security_groups"}),
}  # fmt: skip
