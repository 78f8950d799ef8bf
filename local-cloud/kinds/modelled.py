"""Any other type that moto has a CloudFormation model for, such as AWS::SNS::Topic."""

import copy
from typing import Any

from moto.cloudformation import parsing

from kinds.kind import Kind, Resource


class Modelled(Kind):
    """A type that moto's own CloudFormation model creates, updates and deletes."""

    def __init__(self, type_name: str):
        self.type, self.model = type_name, parsing.get_model_map()[type_name]

    def arguments(self, resource: Resource) -> tuple[str, dict[str, Any], str, str]:
        """The name, the resource, the account and the Region, as moto's models expect them. Updates need the name."""
        key, properties = self.model.cloudformation_name_type(), copy.deepcopy(resource.properties)
        generated = parsing.generate_resource_name(self.type, resource.stack.name, resource.logical_resource_id)
        name = properties.get(key) or resource.physical_resource_id or generated
        named = {key: name} if key and resource.physical_resource_id else {}
        return name, {"Type": self.type, "Properties": named | properties}, *resource.place

    def replaces(self, new: Resource, old: Resource) -> bool:
        return hasattr(self.model.update_from_cloudformation_json, "__isabstractmethod__")

    def create(self, new: Resource) -> None:
        name, *rest = self.arguments(new)
        ids = {"LogicalId": new.logical_resource_id, "StackId": new.stack.stack_id, "ResourceType": self.type}
        new.model = self.model.create_from_cloudformation_json(name, *rest, **ids)
        new.physical_resource_id = getattr(new.model, "physical_resource_id", name)

    def update(self, new: Resource, old: Resource) -> bool:
        new.model = self.model.update_from_cloudformation_json(old.model, *self.arguments(new))
        new.physical_resource_id = new.model.physical_resource_id
        return False

    def delete(self, resource: Resource) -> None:
        if hasattr(resource.model, "delete"):
            resource.model.delete(*resource.place)
        elif not hasattr(self.model.delete_from_cloudformation_json, "__isabstractmethod__"):
            name, *rest = self.arguments(resource)
            self.model.delete_from_cloudformation_json(resource.physical_resource_id, *rest)
