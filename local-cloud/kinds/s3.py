"""S3."""

from kinds.api import client
from kinds.kind import Kind, Resource
from kinds.modelled import Modelled
from templates import text


class Bucket(Modelled):
    """A bucket of moto's own model, which ignores the notifications."""

    def create(self, new: Resource) -> None:
        super().create(new)
        self.notify(new)

    def update(self, new: Resource, old: Resource) -> bool:
        super().update(new, old)
        self.notify(new)
        return False

    def notify(self, bucket: Resource) -> None:
        bridge = bucket.properties.get("NotificationConfiguration", {}).get("EventBridgeConfiguration")
        enabled = bridge is not None and text(bridge.get("EventBridgeEnabled", True)) == "true"
        client("s3", bucket.place[1]).put_bucket_notification_configuration(
            Bucket=bucket.physical_resource_id,
            NotificationConfiguration={"EventBridgeConfiguration": {}} if enabled else {},
        )


KINDS: dict[str, Kind] = {"AWS::S3::Bucket": Bucket("AWS::S3::Bucket")}
