"""The resources of a stack, as CloudFormation describes them, also while a deployment is in progress."""

from collections.abc import Callable

from moto.cloudformation.responses import StackResourceDTO

from kinds.kind import Resource
from stacks import Stack


def describe_resource(original: Callable, self: StackResourceDTO, stack: Stack, resource: Resource) -> None:
    original(self, stack, resource)
    own = (event for event in reversed(stack.events) if event.logical_resource_id == resource.logical_resource_id)
    if last := next(own, None):
        self.resource_status = last.resource_status
