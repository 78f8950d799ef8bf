"""Stacks and change sets: what a template would change, and the deployment of it."""

import contextvars
import dataclasses
import json
import logging
import threading
from collections.abc import Callable
from graphlib import CycleError, TopologicalSorter
from typing import Any

from botocore.exceptions import ClientError
from moto.cloudformation import models
from moto.cloudformation.exceptions import CloudFormationError
from moto.cloudformation.parsing import Export

from kinds import Failed, Resource, kind_of
from templates import UNKNOWN, Scope, listed, parse, process, refuse, text

PATIENCE = 45  # seconds a request waits for its deployment, below the SDKs' read timeout of 60
SECTIONS = {"AWSTemplateFormatVersion", "Conditions", "Description", "Hooks", "Mappings", "Metadata",
            "Outputs", "Parameters", "Resources", "Rules", "Transform"}  # fmt: skip

# The capabilities of the request at hand; none are demanded of what comes by another way.
capabilities: contextvars.ContextVar = contextvars.ContextVar("capabilities", default=None)


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


def reason_of(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or repr(error)
    if not isinstance(error, ClientError):
        return message
    message = error.response["Error"]["Message"]
    taken = "Object already exists: " if "already exists" in message else ""
    return f'Resource handler returned message: "{taken}{message}"'


def check_sections(template: dict[str, Any]) -> None:
    if unknown := [name for name in template if name not in SECTIONS]:
        refuse(f"Invalid template property or properties [{', '.join(unknown)}]")
    resources = template.get("Resources")
    if not resources:
        refuse("Template format error: At least one Resources member must be defined.")
    for section, most in {"Resources": 500, "Outputs": 200, "Parameters": 200, "Mappings": 200}.items():
        if (count := len(template.get(section) or {})) > most:
            refuse(
                f"Template format error: Number of {section.lower()}, {count}, is greater than maximum allowed, {most}"
            )
    for name, spec in resources.items():
        if "Type" not in spec:
            refuse(f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member.")
    if strange := sorted({spec["Type"] for spec in resources.values() if not kind_of(spec["Type"])}):
        refuse(f"Template format error: Unrecognized resource types: [{', '.join(strange)}]")


def difference(new: Resource, old: Resource | None) -> str | None:
    if not old:
        return "Add"
    if new.properties == old.properties:
        return None
    return "Replace" if new.kind.replaces(new, old) else "Modify"


def change(action: str, resource: Resource, replacement: bool = False) -> models.Change:
    made = models.Change(action, resource.logical_resource_id, resource.cf_resource_type)
    made.physical_resource_id = None if action == "Add" else resource.physical_resource_id
    made.replacement = str(replacement) if action == "Modify" else None
    made.scope = ["Properties"] if action == "Modify" else []
    return made


class Plan:
    """A template made ready for a stack: processed, checked, in order, compared with what is there."""

    def __init__(self, stack: "Stack", body: str, given: dict[str, str], tags: dict[str, str] | None):
        self.stack, self.body, self.given, self.tags = stack, body, given, tags or stack.tags
        source = parse(body)
        self.expanded = "Transform" in source or "Fn::Transform" in body
        self.template = process(stack, source, given) if self.expanded else source
        check_sections(self.template)
        self.scope = Scope(stack, self.template, given)
        self.specs, self.shown = self.active("Resources"), self.active("Outputs")
        self.order = self.ordered()
        self.changes = self.compared()

    def active(self, section: str) -> dict[str, Any]:
        specs = self.template.get(section) or {}
        return {name: spec for name, spec in specs.items() if self.scope.holds(spec.get("Condition"))}

    def ordered(self) -> list[str]:
        needs = {}
        for name, spec in self.specs.items():
            named = self.known(self.scope.references(spec.get("Properties")), "Resources")
            absent = self.template["Resources"].keys() - self.specs.keys()  # by their conditions
            first = [item for item in listed(spec.get("DependsOn")) if item not in absent]
            needs[name] = [item for item in named + self.known(first, "Resources") if item in self.specs]
        self.known(self.scope.references(self.shown), "Outputs")
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            refuse(f"Circular dependency between resources: [{', '.join(error.args[1][1:])}]")

    def known(self, names: Any, section: str) -> list[str]:
        names = list(dict.fromkeys(names))
        everything = self.specs.keys() | self.scope.values.keys() | self.scope.pseudo.keys()
        if missing := [name for name in names if name not in everything]:
            place = f"in the {section} block of the template"
            refuse(f"Template format error: Unresolved resource dependencies [{', '.join(missing)}] {place}")
        return names

    def resource(self, name: str) -> Resource:
        spec = self.specs[name]
        properties = kind_of(spec["Type"]).normal(self.scope.resolve(spec.get("Properties") or {}))
        return Resource(self.stack, name, spec["Type"], properties, spec)

    def compared(self) -> list[models.Change]:
        """The changes of a change set, as far as they are known before anything is done."""
        changes, before = [], self.stack.resources
        for name in self.order:
            new, old = self.resource(name), before.get(name)
            if old and old.cf_resource_type != new.cf_resource_type:
                what = f"The new template modifies resource type of the following resources: [{name}]"
                refuse(f"Update of resource type is not permitted. {what}")
            action = difference(new, old)
            if action in ("Add", "Replace") or (action and new.kind.volatile):
                new.physical_resource_id = UNKNOWN
            else:
                new.take(old)
            self.scope.resources[name] = new
            if action:
                changes.append(change("Modify" if old else "Add", old or new, action == "Replace"))
        return changes + [change("Remove", old) for name, old in before.items() if name not in self.specs]

    def is_empty(self) -> bool:
        return not self.changes and self.outputs() == self.stack.shown and self.tags == self.stack.tags

    def outputs(self) -> list[dict[str, Any]]:
        resolve = self.scope.resolve
        return [
            {
                "OutputKey": name,
                "OutputValue": text(resolve(spec["Value"])),
                "Description": spec.get("Description"),
                "ExportName": resolve(spec["Export"]["Name"]) if "Export" in spec else None,
            }
            for name, spec in self.shown.items()
        ]

    def demand(self, given: list[str] | None, direct: bool) -> None:
        """The capabilities: a change set needs none for its macros."""
        names = {"GroupName", "InstanceProfileName", "ManagedPolicyName", "RoleName", "UserName"}
        identities = [spec for spec in self.specs.values() if spec["Type"].startswith("AWS::IAM::")]
        wanted = []
        if any(names & spec.get("Properties", {}).keys() for spec in identities):
            wanted = ["CAPABILITY_NAMED_IAM"]
        elif identities and "CAPABILITY_NAMED_IAM" not in (given or ()):
            wanted = ["CAPABILITY_IAM"]
        wanted += ["CAPABILITY_AUTO_EXPAND"] if self.expanded and direct else []
        if given is not None and (missing := [name for name in wanted if name not in given]):
            raise InsufficientCapabilities(f"Requires capabilities : [{', '.join(missing)}]")


class Stack(models.Stack):
    """moto's stack, whose resources are brought about here."""

    __module__ = models.__name__  # by which moto keeps count of its models

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
        return False  # whether a change set is empty is for its plan to say

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
        """Starts a deployment and waits a while: most are done before the request is answered."""
        self.to(status, "User Initiated")
        thread = threading.Thread(target=work, args=args, daemon=True)
        thread.start()
        thread.join(PATIENCE)

    def deploy(self, plan: Plan, verb: str) -> None:
        """Brings about a plan in dependency order, or puts everything back as it was."""
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
        """Brings about one resource, having noted how that is undone, should it or a later one fail."""
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
        if self.plan:  # a job definition put back is a new revision
            self.plan.scope.resources = before
            self.shown = self.plan.outputs()
        self.to(f"{rollback}_FAILED" if problems else f"{rollback}_COMPLETE", " ".join(problems) or None)

    def remove(self, resource: Resource) -> bool:
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
    """moto's change set, with the plan it executes, or why there is none."""

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
