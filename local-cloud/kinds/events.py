"""EventBridge and EventBridge Scheduler."""

from typing import Any

from kinds.api import Api, client
from kinds.kind import Kind, Resource


class Rule(Api):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        targets = new.properties.get("Targets", [])
        self.remove_targets(new, {target["Id"] for target in old.get("Targets", [])} - {one["Id"] for one in targets})
        if targets:
            self.call(new, "put_targets", new.properties | {"Rule": new.physical_resource_id})

    def tagged(self, resource: Resource) -> str:
        return resource.attributes["Arn"]

    def delete(self, resource: Resource) -> None:
        bus = resource.properties.get("EventBusName", "default")
        rule = {"Rule": resource.physical_resource_id, "EventBusName": bus}
        targets = client("events", resource.place[1]).list_targets_by_rule(**rule)["Targets"]
        self.remove_targets(resource, {target["Id"] for target in targets})  # otherwise it cannot be deleted
        super().delete(resource)

    def remove_targets(self, rule: Resource, ids: set[str]) -> None:
        if ids:
            values = {"Rule": rule.physical_resource_id, "Ids": sorted(ids)}
            self.call(rule, "remove_targets", rule.properties | values)


KINDS: dict[str, Kind] = {
    "AWS::Events::Rule": Rule(
        "events", "put_rule", "delete_rule", "Name", name="Name", update="put_rule", later="Targets",
        attributes={"Arn": "RuleArn"}, tags="tag_resource untag_resource ResourceARN"),
    "AWS::Scheduler::Schedule": Api(
        "scheduler", "create_schedule", "delete_schedule", "Name", name="Name", update="update_schedule",
        attributes={"Arn": "ScheduleArn"}),
    "AWS::Scheduler::ScheduleGroup": Api(
        "scheduler", "create_schedule_group", "delete_schedule_group", "Name", name="Name",
        attributes={"Arn": "ScheduleGroupArn"}, tags="tag_resource untag_resource ResourceArn"),
}  # fmt: skip
