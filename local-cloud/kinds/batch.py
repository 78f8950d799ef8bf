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
    # https://docs.aws.amazon.com/batch/latest/APIReference/API_InstanceLaunchTemplateUpdate.html
    FIXED_LAUNCH = "CapacityOptionType", "FipsEnabled"

    def replaces(self, new: Resource, old: Resource) -> bool:
        now, then = (one.properties.get("ComputeResources", {}) for one in (new, old))
        changed = {key for key in now | then if now.get(key) != then.get(key)}
        in_place = {"MinvCpus", "MaxvCpus", "DesiredvCpus"}
        if text(new.properties.get("ReplaceComputeEnvironment", True)) == "false":
            in_place = changed - {"SpotIamFleetRole"}
        launches = [one.get("ManagedInstancesProvider", {}).get("InstanceLaunchTemplate", {}) for one in (now, then)]
        fixed = [[launch.get(name) for name in self.FIXED_LAUNCH] for launch in launches]
        return super().replaces(new, old) or not changed <= in_place or fixed[0] != fixed[1]

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if not old and "UpdatePolicy" in new.properties:
            policy = {"UpdatePolicy": new.properties["UpdatePolicy"]}
            self.call(new, self.update_call, {self.key: new.physical_resource_id} | policy)


class ConsumableResource(Api):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if old:
            quantity = {"Operation": "SET", "Quantity": new.properties["TotalQuantity"]}
            self.call(new, "update_consumable_resource", self.identity(new) | quantity)


class JobDefinition(Api):
    volatile = ("Ref",)  # it contains the revision

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
        later="ReplaceComputeEnvironment UpdatePolicy ComputeResources.UpdateToLatestImageVersion",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::ConsumableResource": ConsumableResource(
        "batch", "create_consumable_resource", "delete_consumable_resource", "ConsumableResourceName ResourceType",
        id="consumableResourceArn", name="ConsumableResourceName", key="consumableResource",
        tags="tag_resource untag_resource resourceArn"),
    "AWS::Batch::JobQueue": Switched(
        "batch", "create_job_queue", "delete_job_queue", "JobQueueName JobQueueType Tags",
        id="jobQueueArn", name="JobQueueName", key="jobQueue", update="update_job_queue",
        defaults={"State": "ENABLED"}),
    "AWS::Batch::JobDefinition": JobDefinition(
        "batch", "register_job_definition", "deregister_job_definition", "JobDefinitionName Tags",
        id="jobDefinitionArn", name="JobDefinitionName", key="jobDefinition",
        later="ResourceRetentionPolicy"),
    "AWS::Batch::SchedulingPolicy": Api(
        "batch", "create_scheduling_policy", "delete_scheduling_policy", "Name Tags", id="arn", name="Name",
        update="update_scheduling_policy"),
}  # fmt: skip
