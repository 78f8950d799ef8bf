"""What deploying a template to a stack would do: checks, order and changes. Nothing is changed here."""

import contextvars
from graphlib import CycleError, TopologicalSorter
from typing import Any

from moto.cloudformation import models
from moto.cloudformation.exceptions import CloudFormationError

from kinds.kind import Resource
from kinds.registry import kind_of
from macros import has_snippets, process
from scope import Scope
from templates import UNKNOWN, listed, parse, refuse, text

SECTIONS = {"AWSTemplateFormatVersion", "Conditions", "Description", "Hooks", "Mappings", "Metadata",
            "Outputs", "Parameters", "Resources", "Rules", "Transform"}  # fmt: skip

# The current request's capabilities. None: the call is not a request, so no capability is required.
capabilities: contextvars.ContextVar = contextvars.ContextVar("capabilities", default=None)


class InsufficientCapabilities(CloudFormationError):
    code = "InsufficientCapabilitiesException"


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
        unsupported = f"The local cloud does not support the resource types [{', '.join(strange)}]."
        refuse(f"{unsupported} This is its own limit: CloudFormation can support them. See local-cloud/README.md.")


def difference(new: Resource, old: Resource | None) -> str | None:
    """Add, Modify or Replace; None if nothing changes."""
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
    """A template prepared for a stack: expanded, checked, sorted by dependency, and compared with the stack."""

    def __init__(self, stack: models.Stack, body: str, given: dict[str, str], tags: dict[str, str] | None):
        self.stack, self.body, self.given, self.tags = stack, body, given, tags or stack.tags
        source = parse(body)
        self.expanded = "Transform" in source or has_snippets(source)
        self.template = process(stack, source, given) if self.expanded else source
        check_sections(self.template)
        self.scope = Scope(stack, self.template, given)
        self.specs, self.shown = self.active("Resources"), self.active("Outputs")
        self.order = self.ordered()
        self.changes = self.compared()
        self.outputs()  # refuses values that are known to be wrong before the deployment

    def active(self, section: str) -> dict[str, Any]:
        """The entries of a section whose conditions are true."""
        specs = self.template.get(section) or {}
        return {name: spec for name, spec in specs.items() if self.scope.holds(spec.get("Condition"))}

    def ordered(self) -> list[str]:
        """The logical ids, each after those it depends on."""
        needs = {}
        for name, spec in self.specs.items():
            named = self.known(self.scope.references(spec.get("Properties")), "Resources")
            absent = self.template["Resources"].keys() - self.specs.keys()  # their conditions are false
            first = [item for item in listed(spec.get("DependsOn")) if item not in absent]
            needs[name] = [item for item in named + self.known(first, "Resources") if item in self.specs]
        self.known(self.scope.references(self.shown), "Outputs")
        try:
            return list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            refuse(f"Circular dependency between resources: [{', '.join(error.args[1][1:])}]")

    def known(self, names: Any, section: str) -> list[str]:
        """The names without duplicates. Refuses a name that the template does not define."""
        names = list(dict.fromkeys(names))
        everything = self.specs.keys() | self.scope.values.keys() | self.scope.pseudo.keys()
        if missing := [name for name in names if name not in everything]:
            place = f"in the {section} block of the template"
            refuse(f"Template format error: Unresolved resource dependencies [{', '.join(missing)}] {place}")
        return names

    def resource(self, name: str) -> Resource:
        spec = self.specs[name]
        kind = kind_of(spec["Type"])
        properties = kind.normal(self.scope.resolve(spec.get("Properties") or {}))
        return Resource(self.stack, name, spec["Type"], kind, properties, spec)

    def compared(self) -> list[models.Change]:
        """The changes that a change set lists, as far as they are known before the deployment."""
        changes, before = [], self.stack.resources
        for name in self.order:
            new, old = self.resource(name), before.get(name)
            if old and old.cf_resource_type != new.cf_resource_type:
                what = f"The new template modifies resource type of the following resources: [{name}]"
                refuse(f"Update of resource type is not permitted. {what}")
            action = difference(new, old)
            if action in ("Add", "Replace") or (action and "Ref" in new.kind.volatile):
                new.physical_resource_id = UNKNOWN
            else:
                new.take(old)
                new.attributes |= dict.fromkeys(new.kind.volatile if action else (), UNKNOWN)
            self.scope.resources[name] = new
            if action:
                changes.append(change("Modify" if old else "Add", old or new, action == "Replace"))
        return changes + [change("Remove", old) for name, old in before.items() if name not in self.specs]

    def is_empty(self) -> bool:
        return not self.changes and self.outputs() == self.stack.shown and self.tags == self.stack.tags

    def outputs(self) -> list[dict[str, Any]]:
        return [
            {
                "OutputKey": name,
                "OutputValue": self.output_value(name, spec),
                "Description": spec.get("Description"),
                "ExportName": self.scope.resolve(spec["Export"]["Name"]) if "Export" in spec else None,
            }
            for name, spec in self.shown.items()
        ]

    def output_value(self, name: str, spec: dict[str, Any]) -> str:
        if "Value" not in spec:
            refuse(f"Template format error: [/Outputs/{name}] Every Outputs member must contain a Value object")
        value = self.scope.resolve(spec["Value"])
        if isinstance(value, list | dict):
            shape = " and not a Map" if isinstance(value, dict) else ""
            refuse(f"Template format error: The Value field of every Outputs member must evaluate to a String{shape}.")
        return text(value)

    def demand(self, given: list[str] | None, direct: bool) -> None:
        """Refuses the template if capabilities are missing. Macros require one only without a change set."""
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
