"""Stacks and change sets: the deployment of a plan, and deletion."""

import json
import logging
import threading
from collections.abc import Callable, Collection
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import models
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.parsing import Export
from moto.core.utils import utcnow

import exports
from kinds.kind import Resource
from parameters import values_of
from plan import Plan, capabilities, difference
from rollback import Rollback, reason_of
from templates import parse, refuse

PATIENCE = 45  # seconds that a request waits for its deployment, below the SDKs' read timeout of 60
UNCHANGEABLE = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "DELETE_FAILED")


class Stack(models.Stack):
    """Moto's stack, with resources that this file deploys."""

    __module__ = models.__name__  # moto registers its models by module

    def __init__(self, *args: Any, **options: Any):
        self.resources: dict[str, Resource] = {}
        self.shown: list[dict[str, Any]] = []
        self.plan: Plan | None = None
        self.rollback: Rollback | None = None  # the one that failed, in UPDATE_ROLLBACK_FAILED
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
        return list(exports.exported(self, self.shown).values())

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
        resource.status, resource.status_reason, resource.changed = status, reason, utcnow()
        self.events.append(models.Event(
            self.stack_id, self.name, resource.logical_resource_id, resource.physical_resource_id,
            resource.cf_resource_type, status, reason, json.dumps(resource.properties, default=str)))  # fmt: skip

    def is_busy(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def check_updatable(self) -> None:
        if self.status.endswith("_IN_PROGRESS") or self.status in UNCHANGEABLE:
            refuse(f"Stack:{self.stack_id} is in {self.status} state and can not be updated.")

    def begin(self, status: str, work: Callable[..., None], *args: Any) -> None:
        """Starts a deployment and waits a while: most finish before the request is answered."""

        def run() -> None:
            try:
                work(*args)
            except Exception as error:  # a fault of this program, which must not leave a stack in progress forever
                logging.exception("%s of %s failed", self.status, self.name)
                ended = self.status.removesuffix("_IN_PROGRESS").removesuffix("_COMPLETE_CLEANUP")
                self.to(f"{ended}_FAILED", reason_of(error))

        self.to(status, "User Initiated")
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(PATIENCE)

    def deploy(self, plan: Plan, verb: str) -> None:
        """Executes a plan in dependency order. If a step fails, restores the previous state."""
        rollback, before, retired, name = Rollback(self), self.resources, [], ""
        self.tags = plan.tags
        self.resources = plan.scope.resources = dict(before)
        try:
            for name in plan.order:
                self.step(plan.resource(name), before.get(name), rollback, retired)
            name = ""
            shown = plan.outputs()
            exports.check(self, shown)
        except Exception as error:
            self.roll_back(name, rollback, verb, error)
            return
        removed = [(old, "DeletionPolicy") for name, old in before.items() if name not in plan.order]
        self.resources = plan.scope.resources = {name: self.resources[name] for name in plan.order}
        if verb == "UPDATE":
            self.to("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        order = list(before)
        surplus = removed + [(old, "UpdateReplacePolicy") for old in retired]
        for old, policy in sorted(surplus, key=lambda one: order.index(one[0].logical_resource_id), reverse=True):
            self.discard(old, policy)
        self.plan, self.template = plan, plan.body
        self.template_dict, self.description = plan.template, plan.template.get("Description")
        self.parameters = plan.given
        self.show(shown)
        self.to(f"{verb}_COMPLETE")

    def step(self, new: Resource, old: Resource | None, rollback: Rollback, retired: list[Resource]) -> None:
        """Creates or updates one resource. Records it first, because it or a later one can fail."""
        name, action = new.logical_resource_id, difference(new, old)
        if old:
            new.take(old)
        if action != "Replace":  # the stack has the old resource until the new one exists
            self.resources[name] = new
        if not action:
            return
        verb = "UPDATE" if old else "CREATE"
        self.tell(new, f"{verb}_IN_PROGRESS")
        if action == "Modify":
            new.kind.check(new, old)
            rollback.record(new, old, in_place=True)
            if new.kind.update(new, old):
                retired.append(old)
        else:
            new.forget()
            rollback.record(new, old, in_place=False)
            new.kind.create(new)
            self.resources[name] = new
            retired += [old] if old else []
        self.tell(new, f"{verb}_COMPLETE")

    def roll_back(self, name: str, rollback: Rollback, verb: str, error: Exception) -> None:
        """Returns to the previous state. Without a name, the fault is the stack's and not a resource's."""
        if not isinstance(error, (ClientError, CloudFormationError)):
            logging.exception("%s of %s failed", verb, name)
        reason = reason_of(error)
        if failed := self.resources.get(name):
            self.tell(failed, f"{'UPDATE' if name in rollback.before else 'CREATE'}_FAILED", reason)
            reason = f"The following resource(s) failed to {verb.lower()}: [{name}]. "
        self.to("ROLLBACK_IN_PROGRESS" if verb == "CREATE" else "UPDATE_ROLLBACK_IN_PROGRESS", reason)
        if verb == "CREATE":
            rollback.undo_creation()
        else:
            rollback.restore()

    def continue_rollback(self, skipped: Collection[str]) -> None:
        self.rollback.restore(skipped)

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

    def discard(self, resource: Resource, policy: str, is_rollback: bool = False) -> bool:
        """Deletes a resource, unless its attribute `policy` retains it. Returns whether it has left the stack."""
        if resource.keeps(policy, is_rollback):
            self.tell(resource, "DELETE_SKIPPED")
            return True
        return self.remove(resource)

    def teardown(self) -> None:
        if self.rollback:
            self.rollback.abandon()
        for name, resource in reversed(list(self.resources.items())):
            if not self.discard(resource, "DeletionPolicy"):
                self.to("DELETE_FAILED", f"The following resource(s) failed to delete: [{name}]. ")
                return
            del self.resources[name]
        self.show([])
        self.to("DELETE_COMPLETE")
        self.backend.deleted_stacks[self.stack_id] = self.backend.stacks.pop(self.stack_id)

    def show(self, outputs: list[dict[str, Any]]) -> None:
        """Replaces the stack's outputs, and with them its exports."""
        for name in exports.exported(self, self.shown):
            self.backend.exports.pop(name, None)
        self.shown = outputs
        self.backend.exports.update(exports.exported(self, outputs))


class ChangeSet(models.ChangeSet):
    """Moto's change set, with the plan that it executes or the reason why there is none."""

    __module__ = models.__name__

    plan: Plan | None = None
    failure = ""

    def _parse_template(self) -> None:
        values_of(parse(self.template), self.parameters)  # refused at once, and not when the change set fails
        try:
            self.plan = Plan(self.stack, self.template, self.parameters, self.tags)
            self.plan.demand(capabilities.get(), direct=False)
        except CloudFormationError as error:
            if "Transform" not in self.template:
                raise
            self.failure = error.message

    def diff(self) -> list[models.Change]:
        return self.plan.changes if self.plan else []
