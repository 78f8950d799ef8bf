"""SQS."""

from typing import Any

from moto.utilities.utils import get_partition

from kinds.api import client
from kinds.attributes import Attributed, PolicyOf
from kinds.kind import Kind, Resource


class Queue(Attributed):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        (account, region), name = new.place, new.attributes["GivenName"]
        new.attributes |= {"QueueName": name, "Arn": f"arn:{get_partition(region)}:sqs:{region}:{account}:{name}"}

    def set(self, on: Resource, name: str, value: Any) -> None:
        queue = self.identity(on)
        found = client("sqs", on.place[1]).get_queue_attributes(**queue, AttributeNames=["Policy"])
        policy = found.get("Attributes", {})  # moto removes a policy that the request does not repeat
        self.call(on, self.update_call, queue | {"Attributes": policy | {name: value}})


QUEUE = Queue(
    "sqs", "create_queue", "delete_queue", "FifoQueue QueueName", id="QueueUrl", name="QueueName",
    update="set_queue_attributes", tags="tag_queue untag_queue QueueUrl")  # fmt: skip

KINDS: dict[str, Kind] = {
    "AWS::SQS::Queue": QUEUE,
    "AWS::SQS::QueuePolicy": PolicyOf(QUEUE, "Queues"),
}
