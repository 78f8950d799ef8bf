"""Exports: outputs that other stacks import.

An export's name is unique in an account and Region. While a stack imports it, it can be neither changed nor deleted.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

from typing import Any

from moto.cloudformation import models
from moto.cloudformation.parsing import Export

from templates import refuse


def exported(stack: models.Stack, outputs: list[dict[str, Any]]) -> dict[str, Export]:
    """The exports among a stack's outputs, by name."""
    found: dict[str, Export] = {}
    for item in outputs:
        if name := item["ExportName"]:
            if name in found:
                refuse(f"Export with name {name} is already exported by stack {stack.name}")
            found[name] = Export(stack.stack_id, name, item["OutputValue"])
    return found


def users(stack: models.Stack, name: str) -> str:
    """The stacks that import an export, as CloudFormation lists them."""
    stacks = [other for other in stack.backend.stacks.values() if other.plan and other is not stack]
    return " and ".join(sorted(other.name for other in stacks if name in other.plan.scope.imports))


def check(stack: models.Stack, outputs: list[dict[str, Any]]) -> None:
    """Refuses outputs whose exports are taken by another stack, or whose change would break another stack."""
    planned, owned = exported(stack, outputs), exported(stack, stack.shown)
    for name in planned:
        existing = stack.backend.exports.get(name)
        if existing and name not in owned:
            owner = stack.backend.get_stack(existing.exporting_stack_id).name
            refuse(f"Export with name {name} is already exported by stack {owner}")
    for name, export in owned.items():
        if (name not in planned or planned[name].value != export.value) and (importing := users(stack, name)):
            verb = "updated" if name in planned else "deleted"
            refuse(f"Export {name} cannot be {verb} as it is in use by {importing}")


def used(stack: models.Stack) -> str | None:
    """Why a stack cannot be deleted because of its exports."""
    for name in exported(stack, stack.shown):
        if importing := users(stack, name):
            return f"Delete canceled. Cannot delete export {name} as it is in use by {importing}."
    return None
