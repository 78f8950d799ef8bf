"""Operations on stacks and change sets, which moto answers without deploying, checking or refusing enough.

A function whose first parameter is `original` wraps moto's and receives it there.
"""

import json
from collections.abc import Callable
from typing import Any

from moto.cloudformation import models
from moto.cloudformation.exceptions import AlreadyExistsException, CloudFormationError
from moto.core.responses import ActionResult, EmptyResult

import exports
from plan import Plan, capabilities
from stacks import Stack
from templates import parse, refuse


class InvalidChangeSetStatus(CloudFormationError):
    code = "InvalidChangeSetStatus"


def named(backend: models.CloudFormationBackend, name: str) -> Stack | None:
    """The stack with this name or id."""
    return next((stack for stack in backend.stacks.values() if name in (stack.name, stack.stack_id)), None)


def create_stack(self: Any, name: str, template: str, parameters: dict[str, str], **options: Any) -> Stack:
    if named(self, name):
        raise AlreadyExistsException(f"Stack [{name}] already exists")
    stack_id = models.generate_stack_id(name, self.region_name, self.account_id)
    stack = Stack(stack_id, name, {}, parameters, self.account_id, self.region_name, **options)
    plan = Plan(stack, template, parameters, stack.tags)
    plan.demand(capabilities.get(), direct=True)
    self.stacks[stack_id] = stack
    stack.begin("CREATE_IN_PROGRESS", stack.deploy, plan, "CREATE")
    return stack


def update_stack(
    self: Any, name: str, template: str, role_arn: str | None, parameters: list[dict], tags: dict[str, str] | None
) -> Stack:
    stack = self.get_stack(name)
    stack.check_updatable()
    previous = stack.stack_parameters
    given = {
        item["ParameterKey"]: item.get("ParameterValue", previous.get(item["ParameterKey"])) for item in parameters
    }
    plan = Plan(stack, template, given, tags)
    plan.demand(capabilities.get(), direct=True)
    if plan.is_empty():
        refuse("No updates are to be performed.")
    stack.begin("UPDATE_IN_PROGRESS", stack.deploy, plan, "UPDATE")
    return stack


def create_change_set(
    original: Callable, self: Any, stack_name: str, change_set_name: str, change_set_type: str, **rest: Any
) -> tuple[str, str]:
    stack = named(self, stack_name)
    if change_set_type == "UPDATE":
        stack.check_updatable()
    elif stack and stack.status == "REVIEW_IN_PROGRESS":
        del self.stacks[stack.stack_id]  # otherwise moto lists the name twice
    elif stack:
        refuse(
            f"Stack [{stack_name}] already exists and cannot be created again with the changeSet [{change_set_name}]."
        )
    try:
        ids = original(
            self, stack_name=stack_name, change_set_name=change_set_name, change_set_type=change_set_type, **rest
        )
    except CloudFormationError:
        if change_set_type == "CREATE" and (made := named(self, stack_name)):
            del self.stacks[made.stack_id]
        raise
    change_set = self.change_sets[ids[0]]
    if change_set.plan and change_set.plan.is_empty():
        change_set.failure = (
            "The submitted information didn't contain changes. Submit different information to create a change set."
        )
    if change_set.failure:
        change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
        change_set.status_reason = change_set.failure
    return ids


def execute_change_set(self: Any, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = self.describe_change_set(change_set_name)
    if change_set.execution_status != "AVAILABLE":
        raise InvalidChangeSetStatus(
            f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current status of [{change_set.status}]"
        )
    verb, stack = change_set.change_set_type, change_set.stack
    if verb == "UPDATE":
        stack.check_updatable()
    change_set.execution_status = "EXECUTE_COMPLETE"
    stack.begin(f"{verb}_IN_PROGRESS", stack.deploy, change_set.plan, verb)


def delete_stack(self: Any, name_or_stack_id: str) -> None:
    stack = named(self, name_or_stack_id)
    if stack and stack.is_busy():
        refuse(f"Stack [{stack.stack_id}] cannot be deleted while in status {stack.status}")
    if stack and (reason := exports.used(stack)):
        stack.to(stack.status, reason)  # CloudFormation accepts the request, and reports the reason as an event
    elif stack:
        stack.begin("DELETE_IN_PROGRESS", stack.teardown)


def continue_update_rollback(self: Any) -> ActionResult:
    """Tries again to restore what a rollback could not. ResourcesToSkip can name only such resources.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
    skipped = self._get_param("ResourcesToSkip", [])
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        refuse(f"Stack:{stack.stack_id} is in {stack.status} state and can not continue to roll back an update.")
    failed = [step.name for step in stack.rollback.changed]
    if strange := [name for name in skipped if name not in failed]:
        refuse(f"The rollback did not fail for the resources [{', '.join(strange)}]: they cannot be skipped.")
    stack.begin("UPDATE_ROLLBACK_IN_PROGRESS", stack.continue_rollback, skipped)
    return EmptyResult()


def accept_any_update(*_: Any) -> None:
    """The plan decides whether an update changes anything."""


def get_template(self: Any) -> ActionResult:
    backend, change_set = self.cloudformation_backend, self._get_param("ChangeSetName")
    stack = backend.get_stack(self._get_param("StackName"))
    plan = backend.describe_change_set(change_set).plan if change_set else stack.plan
    if not plan:
        return ActionResult({"TemplateBody": stack.template or "", "StagesAvailable": ["Original"]})
    processed = self._get_param("TemplateStage") == "Processed" and plan.expanded
    body = json.dumps(plan.template) if processed else plan.body
    return ActionResult({"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]})


def get_template_summary(original: Callable, template_body: str) -> dict[str, Any]:
    template = {"AWSTemplateFormatVersion": None} | parse(template_body)
    return original(json.dumps(template))


def template_at(original: Callable, self: Any, template_url: str) -> str:
    return original(self, template_url.replace("127.0.0.1", "localhost"))  # moto reads the IP address as a bucket


def with_capabilities(original: Callable, self: Any) -> ActionResult:
    capabilities.set(self._get_param("Capabilities", []))
    return original(self)


def create_change_set_request(original: Callable, self: Any) -> ActionResult:
    """The default type is UPDATE, also for a stack that does not exist, where it is refused.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    """
    name = self._get_param("StackName")
    self.params["ChangeSetType"] = self._get_param("ChangeSetType") or "UPDATE"
    if self.params["ChangeSetType"] == "UPDATE" and not named(self.cloudformation_backend, name):
        refuse(f"Stack [{name}] does not exist")
    return with_capabilities(original, self)
