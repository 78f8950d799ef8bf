"""Rollbacks: how a stack returns to its previous state when a deployment fails.

The order is CloudFormation's: changed resources are restored first, in dependency order, with their previous
properties. New resources are deleted after that, in the clean-up. A resource that cannot be restored leaves the stack
in UPDATE_ROLLBACK_FAILED, where ContinueUpdateRollback tries again.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html
"""

import dataclasses
from collections.abc import Collection

from botocore.exceptions import ClientError
from moto.cloudformation import models

from kinds.kind import Resource


def reason_of(error: Exception) -> str:
    """The status reason that CloudFormation shows for an error."""
    message = getattr(error, "message", None) or str(error) or repr(error)
    if not isinstance(error, ClientError):
        return message
    message = error.response["Error"]["Message"]
    taken = "Object already exists: " if "already exists" in message else ""
    return f'Resource handler returned message: "{taken}{message}"'


@dataclasses.dataclass
class Step:
    """A resource that a deployment changed, or was changing when it failed."""

    new: Resource
    old: Resource
    in_place: bool

    @property
    def name(self) -> str:
        return self.new.logical_resource_id


class Rollback:
    """What must be undone if a deployment fails. Records each step before it is taken."""

    def __init__(self, stack: models.Stack):
        self.stack, self.before, self.tags = stack, stack.resources, stack.tags
        self.changed: list[Step] = []
        self.surplus: list[tuple[Resource, str]] = []  # new resources, and the attribute that can retain them

    def record(self, new: Resource, old: Resource | None, in_place: bool) -> None:
        if old:
            self.changed.append(Step(new, old, in_place))
        if not in_place:
            self.surplus.append((new, "UpdateReplacePolicy" if old else "DeletionPolicy"))

    def undo_creation(self) -> None:
        """Deletes the resources of a stack whose creation failed. Those that remain stay in the stack."""
        failed = self.clean_up()
        self.stack.resources = {one.logical_resource_id: one for one in failed}
        names = ", ".join(self.stack.resources)
        reason = f"The following resource(s) failed to delete: [{names}]. " if failed else None
        self.stack.to("ROLLBACK_FAILED" if failed else "ROLLBACK_COMPLETE", reason)

    def restore(self, skipped: Collection[str] = ()) -> None:
        """Restores the resources that a failed update changed, as far as that is possible."""
        stack, failed = self.stack, []
        if stack.rollback is not self:  # the first attempt
            changed = {step.name for step in self.changed}
            stack.resources |= {name: old for name, old in self.before.items() if name not in changed}
            stack.plan.scope.resources = stack.resources
        for step in sorted(self.changed, key=lambda step: stack.plan.order.index(step.name)):
            try:
                self.restore_resource(step, step.name in skipped)
            except Exception as error:
                stack.resources[step.name] = step.new
                stack.tell(step.new, "UPDATE_FAILED", reason_of(error))
                failed.append(step)
        self.changed = failed
        if failed:
            stack.rollback, names = self, ", ".join(step.name for step in failed)
            stack.to("UPDATE_ROLLBACK_FAILED", f"The following resource(s) failed to update: [{names}]. ")
            return
        stack.to("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        self.clean_up()
        stack.resources = stack.plan.scope.resources = {name: stack.resources[name] for name in self.before}
        stack.rollback, stack.tags = None, self.tags
        stack.show(stack.plan.outputs())  # a restored job definition has a new revision
        stack.to("UPDATE_ROLLBACK_COMPLETE")

    def restore_resource(self, step: Step, skip: bool) -> None:
        stack, name = self.stack, step.name
        if not step.in_place:
            stack.resources[name] = step.old
        elif skip:
            # The stack then has the previous properties, and the resource does not.
            stack.resources[name] = dataclasses.replace(step.old)
            stack.resources[name].take(step.new)
        else:
            restored = stack.plan.resource(name)  # resolved again: what it refers to can have a new identity
            restored.take(step.new)
            stack.resources[name] = restored
            stack.tell(restored, "UPDATE_IN_PROGRESS")
            if restored.kind.update(restored, step.new):
                self.surplus.append((step.new, "UpdateReplacePolicy"))
        stack.tell(stack.resources[name], "UPDATE_COMPLETE")

    def abandon(self) -> None:
        """Deletes the new resources that the stack does not list, before the stack itself is deleted."""
        listed = self.stack.resources
        self.surplus = [pair for pair in self.surplus if listed.get(pair[0].logical_resource_id) is not pair[0]]
        self.clean_up()
        self.stack.rollback = None

    def clean_up(self) -> list[Resource]:
        """Deletes the new resources, the last one first. Returns those that could not be deleted."""
        surplus, self.surplus = [pair for pair in reversed(self.surplus) if pair[0].physical_resource_id], []
        return [new for new, policy in surplus if not self.stack.discard(new, policy, is_rollback=True)]
