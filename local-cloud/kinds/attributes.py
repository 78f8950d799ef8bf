"""Types whose API takes most properties as a map named Attributes, from names to text: queues and topics."""

from typing import Any

from kinds.api import Api, client
from kinds.kind import Kind, Resource
from templates import text


class Attributed(Api):
    """A type with such a map. `update` sets one attribute at a time."""

    def members(self, region: str) -> set[str]:
        """The parameters of `create` other than the map, in lower case."""
        api = client(self.service, region)
        model = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[self.create_call])
        return {name.lower() for name in model.input_shape.members}

    def split(self, values: dict[str, Any], region: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The parameters of `create`, and the attributes."""
        members = self.members(region)
        own = {name: value for name, value in values.items() if name.lower() in members or name in self.later}
        return own, {name: value for name, value in values.items() if name not in own}

    def given(self, resource: Resource) -> dict[str, Any]:
        own, attributes = self.split(super().given(resource), resource.place[1])
        return own | {"Attributes": attributes}

    def update(self, new: Resource, old: Resource) -> bool:
        now, then = (self.split(one.properties, new.place[1])[1] for one in (new, old))
        for name, value in now.items():
            if value != then.get(name):
                self.set(new, name, value)
        for name in then.keys() - now.keys():
            if not text(then[name]).isdigit():  # the API has no call to restore the default of a number
                self.set(new, name, "")
        self.apply(new, old.properties)
        self.settle(new, old.properties)
        return False

    def set(self, on: Resource, name: str, value: Any) -> None:
        single = {"AttributeName": name, "AttributeValue": value}
        self.call(on, self.update_call, self.identity(on) | single | {"Attributes": {name: value}})


class PolicyOf(Kind):
    """A type that sets the attribute Policy of other resources."""

    def __init__(self, owner: Attributed, targets: str):
        self.owner, self.targets = owner, targets

    def default(self, target: str, resource: Resource) -> Any:
        """The policy of a target without such a resource."""
        return ""

    def set(self, resource: Resource, target: str, policy: Any) -> None:
        values = {"AttributeName": "Policy", "AttributeValue": policy, "Attributes": {"Policy": policy}}
        self.owner.call(resource, self.owner.update_call, {self.owner.key: target} | values)

    def create(self, new: Resource) -> None:
        new.physical_resource_id = new.attributes["Id"] = new.generated_name()
        for target in new.properties[self.targets]:
            self.set(new, target, new.properties["PolicyDocument"])

    def update(self, new: Resource, old: Resource) -> bool:
        name = new.physical_resource_id
        self.create(new)
        new.physical_resource_id = new.attributes["Id"] = name
        for target in set(old.properties[self.targets]) - set(new.properties[self.targets]):
            self.set(new, target, self.default(target, new))
        return False

    def delete(self, resource: Resource) -> None:
        for target in resource.properties[self.targets]:
            self.set(resource, target, self.default(target, resource))
