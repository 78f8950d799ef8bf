"""SNS."""

from typing import Any

from moto.sns.models import sns_backends

from kinds.api import client
from kinds.attributes import Attributed, PolicyOf
from kinds.kind import Kind, Resource


class Topic(Attributed):
    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        new.attributes["TopicName"] = new.attributes["GivenName"]
        sns, now, then = client("sns", new.place[1]), new.properties, old.get("Subscription", [])
        for each in now.get("Subscription", []):
            if each not in then:
                sns.subscribe(TopicArn=new.physical_resource_id, **each)

    def delete(self, resource: Resource) -> None:
        sns, topic = client("sns", resource.place[1]), {"TopicArn": resource.physical_resource_id}
        for each in sns.list_subscriptions_by_topic(**topic)["Subscriptions"]:
            sns.unsubscribe(SubscriptionArn=each["SubscriptionArn"])
        super().delete(resource)


class TopicPolicy(PolicyOf):
    def default(self, target: str, resource: Resource) -> Any:
        account, region = resource.place
        topic = sns_backends[account][region].get_topic(target)
        return topic._create_default_topic_policy(region, account, topic.name)


TOPIC = Topic(
    "sns", "create_topic", "delete_topic", "FifoTopic TopicName", id="TopicArn", name="TopicName",
    update="set_topic_attributes", later="Subscription", called={"TopicName": "Name"},
    tags="tag_resource untag_resource ResourceArn")  # fmt: skip

KINDS: dict[str, Kind] = {
    "AWS::SNS::Subscription": Attributed(
        "sns", "subscribe", "unsubscribe", "Endpoint Protocol TopicArn", id="SubscriptionArn",
        update="set_subscription_attributes", later="Region", attributes={"Arn": "SubscriptionArn"}),
    "AWS::SNS::Topic": TOPIC,
    "AWS::SNS::TopicPolicy": TopicPolicy(TOPIC, "Topics"),
}  # fmt: skip
