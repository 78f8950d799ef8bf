"""The resources of a stack, as CloudFormation describes them, also while a deployment is in progress.

A function whose first parameter is `original` wraps moto's and receives it there.
"""

from collections.abc import Callable
from typing import Any

from moto.cloudformation.responses import StackResourceDTO
from moto.core.responses import ActionResult

from kinds.kind import Resource
from stacks import Stack
from templates import refuse

MOST = 100  # resources in an answer: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html


def describe_stack_resources(self: Any) -> ActionResult:
    """The resources of a stack, which is given by its name or by the physical id of any of its resources."""
    name, logical, physical = map(self._get_param, ("StackName", "LogicalResourceId", "PhysicalResourceId"))
    if bool(name) == bool(physical):
        refuse("You must specify either StackName or PhysicalResourceId, but not both")
    backend = self.cloudformation_backend
    stack = backend.get_stack(name) if name else owner(list(backend.stacks.values()), physical)
    found = [one for one in stack.stack_resources if logical in (None, one.logical_resource_id)]
    return ActionResult({"StackResources": [StackResourceDTO(stack, one) for one in found[:MOST]]})


def owner(stacks: list[Stack], physical: str) -> Stack:
    for stack in stacks:
        if any(resource.physical_resource_id == physical for resource in stack.stack_resources):
            return stack
    refuse(f"Stack for {physical} does not exist")


def list_stack_resources(self: Any) -> ActionResult:
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    return ActionResult({"StackResourceSummaries": [StackResourceDTO(stack, one) for one in stack.stack_resources]})


def describe_resource(original: Callable, self: StackResourceDTO, stack: Stack, resource: Resource) -> None:
    original(self, stack, resource)
    self.resource_status, self.resource_status_reason = resource.status, resource.status_reason
    self.timestamp = self.last_updated_timestamp = resource.changed
