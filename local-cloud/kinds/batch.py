"""AWS Batch."""

from typing import Any

from kinds.api import Api
from kinds.kind import Kind, Resource
from templates import text


class Switched(Api):
    """A type that must be disabled before it can be deleted."""

    def delete(self, resource: Resource) -> None:
        disabled = {self.key: resource.physical_resource_id, "State": "DISABLED"}
        self.call(resource, self.update_call, disabled)
        super().delete(resource)


class ComputeEnvironment(Switched):
    def replaces(self, new: Resource, old: Resource) -> bool:
        now, then = (one.properties.get("ComputeResources", {}) for one in (new, old))
        changed = {key for key in now | then if now.get(key) != then.get(key)}
        in_place = {"MinvCpus", "MaxvCpus", "DesiredvCpus"}
        if text(new.properties.get("ReplaceComputeEnvironment", True)) == "false":
            in_place = changed - {"SpotIamFleetRole"}
        return super().replaces(new, old) or not changed <= in_place

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if not old and "UpdatePolicy" in new.properties:
            policy = {"UpdatePolicy": new.properties["UpdatePolicy"]}
            self.call(new, self.update_call, {self.key: new.physical_resource_id} | policy)


class JobDefinition(Api):
    volatile = True  # the value of Ref contains the revision

    def update(self, new: Resource, old: Resource) -> bool:
        self.create(new)
        retention = new.properties.get("ResourceRetentionPolicy", {})
        if text(retention.get("SkipDeregisterOnUpdate", False)) == "false":
            self.delete(old)
        return False


KINDS: dict[str, Kind] = {
    "AWS::Batch::ComputeEnvironment": ComputeEnvironment(
        "batch", "create_compute_environment", "delete_compute_environment",
        "ComputeEnvironmentName Type Tags EksConfiguration", id="computeEnvironmentArn",
        name="ComputeEnvironmentName", key="computeEnvironment", update="update_compute_environment",
        later="ReplaceComputeEnvironment UpdatePolicy UpdateToLatestImageVersion",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::JobQueue": Switched(
        "batch", "create_job_queue", "delete_job_queue", "JobQueueName JobQueueType Tags",
        id="jobQueueArn", name="JobQueueName", key="jobQueue", update="update_job_queue",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::JobDefinition": JobDefinition(
        "batch", "register_job_definition", "deregister_job_definition", "JobDefinitionName",
        id="jobDefinitionArn", name="JobDefinitionName", key="jobDefinition",
        later="ResourceRetentionPolicy"),
}  # fmt: skip
