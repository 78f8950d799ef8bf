"""Template text to data, and helpers that every other file needs."""

import json
from typing import Any, NoReturn

import yaml
from moto.cloudformation.exceptions import ValidationError
from samtranslator.yaml_helper import yaml_parse

UNKNOWN = "{{changeSet:KNOWN_AFTER_APPLY}}"

# CloudFormation reads YAML 1.1 without its dates: a version stays a string.
yaml.SafeLoader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def refuse(message: str) -> NoReturn:
    """Fails the request with a ValidationError."""
    raise ValidationError(message=message)


def text(value: Any) -> Any:
    """A scalar as the string that CloudFormation makes of it. Lists and maps keep their structure."""
    if isinstance(value, dict):
        return {key: text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text(item) for item in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def listed(value: Any) -> list:
    """A list of one for a single value, an empty one for None."""
    return value if isinstance(value, list) else [] if value is None else [value]


def parse(body: str) -> dict[str, Any]:
    try:
        template = json.loads(json.dumps(yaml_parse(body)))
    except yaml.YAMLError as error:
        refuse(f"Template format error: YAML not well-formed. {error}")
    if not isinstance(template, dict):
        refuse("Template format error: unsupported structure.")
    return template
