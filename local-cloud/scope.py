"""Parameters, conditions and intrinsic functions: what the values in a template resolve to."""

import base64
import ipaddress
import itertools
import re
from collections.abc import Iterator
from typing import Any

from moto.cloudformation.models import cloudformation_backends
from moto.ec2.models import ec2_backends
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition

from parameters import items_of, values_of
from templates import UNKNOWN, listed, refuse, text

NO_VALUE = object()


class Scope:
    """The names that one template's intrinsic functions can refer to, and their values."""

    def __init__(self, stack: Any, template: dict[str, Any], given: dict[str, str]):
        self.stack, self.template = stack, template
        self.region, self.account = stack.region_name, stack.account_id
        self.resources: dict[str, Any] = {}
        self.imports: set[str] = set()
        self.pseudo = {
            "AWS::AccountId": self.account,
            "AWS::NoValue": NO_VALUE,
            "AWS::NotificationARNs": stack.notification_arns,
            "AWS::Partition": get_partition(self.region),
            "AWS::Region": self.region,
            "AWS::StackId": stack.stack_id,
            "AWS::StackName": stack.name,
            "AWS::URLSuffix": "amazonaws.com",
        }
        declared = template.get("Parameters") or {}
        self.raw = values_of(template, given)
        self.typed = {name: items_of(spec["Type"], self.raw[name]) for name, spec in declared.items()}
        self.values = {name: self.stored(spec["Type"], self.typed[name]) for name, spec in declared.items()}
        self.hidden = {name for name, spec in declared.items() if text(spec.get("NoEcho")) == "true"}

    def stored(self, kind: str, value: Any) -> Any:
        if not kind.startswith("AWS::SSM::Parameter::Value"):
            return value
        found = ssm_backends[self.account][self.region].get_parameter(value)
        return (
            items_of(kind, found.value)
            if found
            else refuse(f"Unable to fetch parameters [{value}] from parameter store for this account.")
        )

    def holds(self, test: Any) -> bool:
        """Whether a condition, given by name or as an expression, is true. No condition counts as true."""
        if test is None:
            return True
        if isinstance(test, str):
            if test not in self.template.get("Conditions", {}):
                refuse(f"Template format error: Unresolved condition dependency {test}")
            return self.holds(self.template["Conditions"][test])
        ((name, argument),) = test.items()
        match name:
            case "Condition":
                return self.holds(argument)
            case "Fn::Not":
                return not self.holds(argument[0])
            case "Fn::And":
                return all(map(self.holds, argument))
            case "Fn::Or":
                return any(map(self.holds, argument))
            case "Fn::Equals":
                left, right = text(self.resolve(argument))
                return left == right
        refuse(f"Template format error: unknown condition function {name}")

    def resolve(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if function := getattr(self, f"fn_{name.removeprefix('Fn::').lower()}", None):
                return function(argument)
        resolved = {key: self.resolve(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def fn_ref(self, name: str) -> Any:
        if name in self.pseudo:
            return self.pseudo[name]
        return self.values[name] if name in self.values else self.resources[name].physical_resource_id

    def fn_getatt(self, argument: str | list) -> Any:
        name, *rest = argument.split(".", 1) if isinstance(argument, str) else argument
        return self.resources[name].attribute(".".join(self.resolve(rest)))

    def fn_sub(self, argument: str | list) -> str:
        template, names = (argument, {}) if isinstance(argument, str) else argument

        def fill(match: re.Match) -> str:
            name = match[1].strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in names:
                return text(self.resolve(names[name]))
            return text(self.fn_getatt(name) if "." in name else self.fn_ref(name))

        return re.sub(r"\$\{([^}]*)\}", fill, template)

    def fn_if(self, argument: list) -> Any:
        return self.resolve(argument[1 if self.holds(argument[0]) else 2])

    def fn_join(self, argument: list) -> str:
        return argument[0].join(map(text, listed(self.resolve(argument[1]))))

    def fn_split(self, argument: list) -> list[str]:
        value = self.resolve(argument[1])
        return [UNKNOWN] if UNKNOWN in value else value.split(argument[0])  # the marker itself has a colon

    def fn_select(self, argument: list) -> Any:
        index, items = int(self.resolve(argument[0])), self.resolve(argument[1])
        if index >= len(items) and UNKNOWN not in items:
            refuse(f"Template error: Fn::Select cannot select nonexistent value at index {index}")
        return UNKNOWN if UNKNOWN in items else items[index]

    def fn_findinmap(self, argument: list) -> Any:
        first, second, third = self.resolve(argument[:3])
        try:
            return self.template["Mappings"][first][text(second)][text(third)]
        except KeyError:
            refuse(f"Template error: Unable to get mapping for {first}::{second}::{third}")

    def fn_getazs(self, argument: Any) -> list[str]:
        region = self.resolve(argument) or self.region
        zones = ec2_backends[self.account][region].describe_availability_zones()
        return [zone.name for zone in zones]

    def fn_cidr(self, argument: list) -> list[str]:
        block, count, bits = self.resolve(argument)
        if UNKNOWN in block:
            return [UNKNOWN]
        network = ipaddress.ip_network(block)
        subnets = network.subnets(new_prefix=network.max_prefixlen - int(bits))
        return [str(subnet) for subnet in itertools.islice(subnets, int(count))]

    def fn_base64(self, argument: Any) -> str:
        return base64.b64encode(text(self.resolve(argument)).encode()).decode()

    def fn_importvalue(self, argument: Any) -> str:
        name = self.resolve(argument)
        exports = cloudformation_backends[self.account][self.region].exports
        self.imports.add(name)
        return exports[name].value if name in exports else refuse(f"No export named {name} found.")

    def references(self, value: Any) -> Iterator[str]:
        """The names that a value refers to, in the selected branch of every Fn::If."""
        for item in value if isinstance(value, list) else ():
            yield from self.references(item)
        for key, item in value.items() if isinstance(value, dict) else ():
            if key == "Ref":
                yield item
            elif key == "Fn::GetAtt":
                yield (item.split(".") if isinstance(item, str) else item)[0]
            elif key == "Fn::If":
                yield from self.references(item[1 if self.holds(item[0]) else 2])
            else:
                if key == "Fn::Sub":
                    template, names = (item, {}) if isinstance(item, str) else item
                    found = re.findall(r"\$\{\s*([^!}\s][^}\s]*)\s*\}", template)
                    yield from (name.split(".")[0] for name in found if name not in names)
                yield from self.references(item)
