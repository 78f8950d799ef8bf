"""CloudWatch Logs."""

from typing import Any

from moto.utilities.utils import get_partition

from kinds.api import Api
from kinds.kind import Kind, Resource


class LogGroup(Api):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        (account, region), name = new.place, new.physical_resource_id
        scope = f"arn:{get_partition(region)}:logs:{region}:{account}"
        new.attributes["Arn"] = f"{scope}:log-group:{name}:*"
        group = {"logGroupName": name}
        if "RetentionInDays" in new.properties:
            self.call(new, "put_retention_policy", new.properties | group)
        elif "RetentionInDays" in old:
            self.call(new, "delete_retention_policy", group)


KINDS: dict[str, Kind] = {
    "AWS::Logs::LogGroup": LogGroup(
        "logs", "create_log_group", "delete_log_group", "LogGroupName", name="LogGroupName",
        later="RetentionInDays"),
    "AWS::Logs::MetricFilter": Api(
        "logs", "put_metric_filter", "delete_metric_filter", "FilterName", name="FilterName",
        update="put_metric_filter"),
}  # fmt: skip
