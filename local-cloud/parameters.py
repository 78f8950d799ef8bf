"""Template parameters: their values, and the constraints that CloudFormation checks before it does anything else.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

import re
from typing import Any

from templates import refuse, text

TYPES = re.compile(r"String|Number|List<Number>|CommaDelimitedList|AWS::\S+|List<AWS::\S+>")


def items_of(kind: str, raw: str) -> str | list[str]:
    """The value of a parameter of a type: a list for a type of lists."""
    return [item.strip() for item in raw.split(",")] if "List" in kind else raw


def values_of(template: dict[str, Any], given: dict[str, str]) -> dict[str, str]:
    """The values of a template's parameters as text, defaults included. Refuses what violates a constraint."""
    declared = template.get("Parameters") or {}
    for name, spec in declared.items():
        if "Type" not in spec:
            refuse(f"Template format error: [/Parameters/{name}] Every Parameters object must contain a Type member.")
        if not TYPES.fullmatch(str(spec["Type"])):
            refuse(f"Template format error: Unrecognized parameter type: {spec['Type']}")
    if strange := [name for name in given if name not in declared]:
        refuse(f"Parameters: [{', '.join(strange)}] do not exist in the template")
    values = {name: given.get(name, spec.get("Default")) for name, spec in declared.items()}
    if missing := [name for name, value in values.items() if value is None]:
        refuse(f"Parameters: [{', '.join(missing)}] must have values")
    raw = {name: text(value) for name, value in values.items()}
    for name, spec in declared.items():
        if violation := violated(spec, raw[name]):
            described = spec.get("ConstraintDescription")
            failed = f"Parameter {name} failed to satisfy constraint: {described}"
            refuse(failed if described else f"Parameter '{name}' must {violation}")
    return raw


def violated(spec: dict[str, Any], raw: str) -> str | None:
    """The first constraint that a value violates, as CloudFormation words it after "must"."""
    kind = spec["Type"]
    value = items_of(kind, raw)
    items = value if isinstance(value, list) else [value]
    if "AllowedValues" in spec and not set(items) <= set(text(spec["AllowedValues"])):
        return "be one of AllowedValues"
    if "AllowedPattern" in spec and not all(re.fullmatch(spec["AllowedPattern"], item) for item in items):
        return f"match pattern {spec['AllowedPattern']}"
    if len(raw) < int(spec.get("MinLength", 0)):
        return f"contain at least {spec['MinLength']} characters"
    if len(raw) > int(spec.get("MaxLength", len(raw))):
        return f"contain at most {spec['MaxLength']} characters"
    return out_of_bounds(spec, items) if kind in ("Number", "List<Number>") else None


def out_of_bounds(spec: dict[str, Any], items: list[str]) -> str | None:
    try:
        numbers = [float(item) for item in items]
    except ValueError:
        return "be a number"
    if "MinValue" in spec and min(numbers) < float(spec["MinValue"]):
        return f"be a number not less than {spec['MinValue']}"
    if "MaxValue" in spec and max(numbers) > float(spec["MaxValue"]):
        return f"be a number not greater than {spec['MaxValue']}"
    return None
