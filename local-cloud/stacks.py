"""Stacks and change sets: the deployment of a plan, its rollback, and deletion."""

import dataclasses
import json
import logging
import threading
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import models
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.parsing import Export

from kinds.kind import Failed, Resource
from plan import Plan, capabilities, difference
from templates import refuse

PATIENCE = 45  # seconds that a request waits for its deployment, below the SDKs' read timeout of 60


def reason_of(error: Exception) -> str:
    """The status reason that CloudFormation shows for an error."""
    message = getattr(error, "message", None) or str(error) or repr(error)
    if not isinstance(error, ClientError):
        return message
    message = error.response["Error"]["Message"]
    taken = "Object already exists: " if "already exists" in message else ""
    return f'Resource handler returned message: "{taken}{message}"'


class Stack(models.Stack):
    """Moto's stack, with resources that this file deploys."""

    __module__ = models.__name__  # moto registers its models by module

    def __init__(self, *args: Any, **options: Any):
        self.resources: dict[str, Resource] = {}
        self.shown: list[dict[str, Any]] = []
        self.plan: Plan | None = None
        super().__init__(*args, **options)

    @property
    def backend(self) -> models.CloudFormationBackend:
        return models.cloudformation_backends[self.account_id][self.region_name]

    @property
    def stack_resources(self) -> list[Resource]:
        return list(self.resources.values())

    @property
    def outputs(self) -> list[dict[str, Any]] | None:
        return self.shown or None

    @property
    def exports(self) -> list[Export]:
        found = [item for item in self.shown if item["ExportName"]]
        return [Export(self.stack_id, item["ExportName"], item["OutputValue"]) for item in found]

    @property
    def stack_parameters(self) -> dict[str, str]:
        return self.plan.scope.raw if self.plan else self.parameters

    @property
    def parameter_list(self) -> list[dict[str, str]]:
        hidden = self.plan.scope.hidden if self.plan else ()
        shown = {key: "****" if key in hidden else value for key, value in self.stack_parameters.items()}
        return [{"ParameterKey": key, "ParameterValue": value} for key, value in shown.items()]

    def has_template(self, other_template: str) -> bool:
        return False  # the plan decides whether a change set is empty

    def to(self, status: str, reason: str | None = None) -> None:
        self.status, self.stack_status_reason = status, reason
        self._add_stack_event(status, reason)

    def tell(self, resource: Resource, status: str, reason: str | None = None) -> None:
        self.events.append(models.Event(
            self.stack_id, self.name, resource.logical_resource_id, resource.physical_resource_id,
            resource.cf_resource_type, status, reason, json.dumps(resource.properties, default=str)))  # fmt: skip

    def is_busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def check_updatable(self) -> None:
        if self.status.endswith("_IN_PROGRESS") or self.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
            refuse(f"Stack:{self.stack_id} is in {self.status} state and can not be updated.")

    def begin(self, status: str, work: Callable[..., None], *args: Any) -> None:
        """Starts a deployment and waits a while: most finish before the request is answered."""
        self.to(status, "User Initiated")
        thread = threading.Thread(target=work, args=args, daemon=True)
        thread.start()
        thread.join(PATIENCE)

    def deploy(self, plan: Plan, verb: str) -> None:
        """Executes a plan in dependency order. If a step fails, restores the previous state."""
        before, tags, undo, retired, name = self.resources, self.tags, [], [], self.name
        self.tags = plan.tags
        self.resources = plan.scope.resources = dict(before)
        try:
            for name in plan.order:
                self.step(plan.resource(name), before, undo, retired)
            shown = plan.outputs()
        except Exception as error:
            self.roll_back(name, before, undo, verb, error)
            self.tags = tags
            return
        self.resources = {name: self.resources[name] for name in plan.order}
        retired = [old for old in retired if not old.keeps("UpdateReplacePolicy")]
        removed = [
            old for name, old in before.items() if name not in self.resources and not old.keeps("DeletionPolicy")
        ]
        if verb == "UPDATE":
            self.to("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        order = list(before)
        for old in sorted(removed + retired, key=lambda old: order.index(old.logical_resource_id), reverse=True):
            self.remove(old)
        self.withdraw_exports()
        self.plan, self.shown, self.template = plan, shown, plan.body
        self.template_dict, self.description = plan.template, plan.template.get("Description")
        self.parameters = plan.given
        self.backend.exports.update((export.name, export) for export in self.exports)
        self.to(f"{verb}_COMPLETE")

    def step(self, new: Resource, before: dict[str, Resource], undo: list, retired: list) -> None:
        """Creates or updates one resource. Records first how to undo it if this or a later step fails."""
        name, old = new.logical_resource_id, before.get(new.logical_resource_id)
        self.resources[name] = new
        action = difference(new, old)
        if not action:
            new.take(old)
            return

        def unmake() -> None:
            if new.physical_resource_id and not self.remove(new):
                raise Failed(f"The following resource(s) failed to delete: [{name}].")

        def restore() -> None:
            before[name] = dataclasses.replace(old)
            before[name].take(new)
            self.tell(old, "UPDATE_IN_PROGRESS")
            if old.kind.update(before[name], new):
                old.kind.delete(new)
            self.tell(before[name], "UPDATE_COMPLETE")

        verb = "UPDATE" if old else "CREATE"
        self.tell(new, f"{verb}_IN_PROGRESS")
        if action == "Modify":
            new.take(old)
            new.kind.check(new, old)
            undo.append(restore)
            if new.kind.update(new, old):
                retired.append(old)
        else:
            undo.append(unmake)
            new.kind.create(new)
            retired += [old] if old else []
        self.tell(new, f"{verb}_COMPLETE")

    def roll_back(self, name: str, before: dict[str, Resource], undo: list, verb: str, error: Exception) -> None:
        if not isinstance(error, (ClientError, CloudFormationError)):
            logging.exception("%s of %s failed", verb, name)
        reason = reason_of(error)
        if failed := self.resources.get(name):
            self.tell(failed, f"{'UPDATE' if name in before else 'CREATE'}_FAILED", reason)
            reason = f"The following resource(s) failed to {verb.lower()}: [{name}]. "
        rollback = "ROLLBACK" if verb == "CREATE" else "UPDATE_ROLLBACK"
        self.to(f"{rollback}_IN_PROGRESS", reason)
        problems = []
        for action in reversed(undo):
            try:
                action()
            except Exception as problem:
                problems.append(reason_of(problem))
        self.resources = before
        if self.plan:  # a restored job definition has a new revision
            self.plan.scope.resources = before
            self.shown = self.plan.outputs()
        self.to(f"{rollback}_FAILED" if problems else f"{rollback}_COMPLETE", " ".join(problems) or None)

    def remove(self, resource: Resource) -> bool:
        """Deletes a resource. Returns whether that succeeded."""
        self.tell(resource, "DELETE_IN_PROGRESS")
        try:
            resource.kind.delete(resource)
        except Exception as error:
            self.tell(resource, "DELETE_FAILED", reason_of(error))
            return False
        self.tell(resource, "DELETE_COMPLETE")
        return True

    def teardown(self) -> None:
        for name, resource in reversed(list(self.resources.items())):
            if not resource.keeps("DeletionPolicy") and not self.remove(resource):
                self.to("DELETE_FAILED", f"The following resource(s) failed to delete: [{name}]. ")
                return
            del self.resources[name]
        self.withdraw_exports()
        self.to("DELETE_COMPLETE")
        self.backend.deleted_stacks[self.stack_id] = self.backend.stacks.pop(self.stack_id)

    def withdraw_exports(self) -> None:
        for export in self.exports:
            self.backend.exports.pop(export.name, None)


class ChangeSet(models.ChangeSet):
    """Moto's change set, with the plan that it executes or the reason why there is none."""

    __module__ = models.__name__

    plan: Plan | None = None
    failure = ""

    def _parse_template(self) -> None:
        try:
            self.plan = Plan(self.stack, self.template, self.parameters, self.tags)
            self.plan.demand(capabilities.get(), direct=False)
        except CloudFormationError as error:
            if "Transform" not in self.template:
                raise
            self.failure = error.message

    def diff(self) -> list[models.Change]:
        return self.plan.changes if self.plan else []
