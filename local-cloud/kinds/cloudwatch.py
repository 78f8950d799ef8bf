"""CloudWatch."""

from kinds.api import Api
from kinds.kind import Kind, Resource


class Alarm(Api):
    def delete(self, resource: Resource) -> None:
        self.call(resource, "delete_alarms", {"AlarmNames": [resource.physical_resource_id]})


KINDS: dict[str, Kind] = {
    "AWS::CloudWatch::Alarm": Alarm(
        "cloudwatch", "put_metric_alarm", "", "AlarmName", name="AlarmName", update="put_metric_alarm"),
}  # fmt: skip
