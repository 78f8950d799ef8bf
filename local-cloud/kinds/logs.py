"""CloudWatch Logs."""

from typing import Any

from moto.utilities.utils import get_partition

from kinds.api import Api
from kinds.kind import Kind, Resource


class LogGroup(Api):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        new.attributes["Arn"] = f"{self.tagged(new)}:*"

    def tagged(self, resource: Resource) -> str:
        account, region = resource.place
        scope = f"arn:{get_partition(region)}:logs:{region}:{account}"
        return f"{scope}:log-group:{resource.physical_resource_id}"


KINDS: dict[str, Kind] = {
    "AWS::Logs::LogGroup": LogGroup(
        "logs", "create_log_group", "delete_log_group", "LogGroupName", name="LogGroupName",
        settings={"RetentionInDays": "put_retention_policy delete_retention_policy",
                  "KmsKeyId": "associate_kms_key disassociate_kms_key"},
        tags="tag_resource untag_resource resourceArn"),
    "AWS::Logs::MetricFilter": Api(
        "logs", "put_metric_filter", "delete_metric_filter", "FilterName", name="FilterName",
        update="put_metric_filter"),
}  # fmt: skip
