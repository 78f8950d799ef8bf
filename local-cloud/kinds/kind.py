"""A resource of a stack, and the interface of its kind: how resources of one type are created, updated and deleted."""

import dataclasses
import datetime
import uuid
from typing import Any

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError

from templates import UNKNOWN


class Failed(ValidationError):
    """A resource could not be created, updated or deleted."""

    def __init__(self, reason: str):
        super().__init__(message=reason)


@dataclasses.dataclass
class Resource:
    """A resource of a stack. Moto's responses read its first fields by these names."""

    stack: Any
    logical_resource_id: str
    cf_resource_type: str
    kind: "Kind"
    properties: dict[str, Any]
    spec: dict[str, Any]
    physical_resource_id: str = ""
    attributes: dict[str, Any] = dataclasses.field(default_factory=dict)
    model: Any = None
    status: str = ""
    status_reason: str | None = None
    changed: datetime.datetime | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.stack.account_id, self.stack.region_name

    def take(self, old: "Resource") -> None:
        """Takes over the identity of the resource that this one updates."""
        self.physical_resource_id, self.model = old.physical_resource_id, old.model
        self.attributes = dict(old.attributes)
        self.status, self.status_reason, self.changed = old.status, old.status_reason, old.changed

    def forget(self) -> None:
        """Drops the identity taken over: a new resource is about to replace the old one."""
        self.physical_resource_id, self.model, self.attributes = "", None, {}

    def attribute(self, name: str) -> Any:
        if name in self.attributes or self.physical_resource_id == UNKNOWN:
            return self.attributes.get(name, UNKNOWN)
        if name in self.properties and self.kind.has_property_attributes:
            return self.properties[name]
        try:
            return self.model.get_cfn_attribute(name)
        except (AttributeError, UnformattedGetAttTemplateException):
            place = f"resource {self.logical_resource_id}"
            raise Failed(f"Template error: {place} does not support attribute type {name} in Fn::GetAtt") from None

    def generated_name(self) -> str:
        return f"{self.stack.name[:24]}-{self.logical_resource_id[:24]}-{uuid.uuid4().hex[:12]}"

    def keeps(self, policy: str, is_rollback: bool = False) -> bool:
        """Whether an attribute retains this resource. RetainExceptOnCreate does not if its creation is rolled back.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
        """
        return self.spec.get(policy) in (("Retain",) if is_rollback else ("Retain", "RetainExceptOnCreate"))


class Kind:
    """How resources of a type are created, updated and deleted."""

    volatile: tuple[str, ...] = ()  # the attributes that an in-place update can change; "Ref": all of them, and the id
    has_property_attributes = False  # Fn::GetAtt also returns the properties

    def normal(self, properties: dict[str, Any]) -> dict[str, Any]:
        """The properties in the form in which they are stored and compared."""
        return properties

    def replaces(self, new: Resource, old: Resource) -> bool:
        """Whether the change between two versions of a resource requires a replacement."""
        return False

    def check(self, new: Resource, old: Resource) -> None:
        """Raises Failed if the update is refused before it starts."""

    def create(self, new: Resource) -> None:
        raise NotImplementedError

    def update(self, new: Resource, old: Resource) -> bool:
        """Updates a resource in place. Returns whether the old resource must be deleted afterwards."""
        raise NotImplementedError

    def delete(self, resource: Resource) -> None:
        raise NotImplementedError
