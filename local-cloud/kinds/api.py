"""Types whose resources are created by calls to the service's API, as CloudFormation itself does it.

The calls go to this server over HTTP. The subclasses for each service are in the files beside this one.
"""

import functools
import json
from pathlib import Path
from typing import Any

import boto3

import functions
from kinds.kind import Failed, Kind, Resource
from templates import listed, text

# What an older botocore does not describe of an API, in botocore's own format for additions to its service models.
EXTRAS = Path(__file__).parent / "models"


def shaped(value: Any, shape: Any, drop: set[str] | None) -> Any:
    """A property in the form that the API expects: its spelling of every key and its type of every scalar.

    Keys that the API does not know are dropped. If `drop` is given, only the keys it names are, and others are refused.
    A dot in such a name leads into a nested property.
    """
    match shape.type_name:
        case "structure" if getattr(shape, "is_document_type", False):  # described in models/
            return uncapitalized(value)
        case "structure":
            members = {name.lower(): (name, member) for name, member in shape.members.items()}
            known = {key: members.get(key.lower()) for key in value if key not in (drop or ())}
            unknown = [key for key, member in known.items() if not member]
            if unknown and drop is not None:
                raise Failed(f"Encountered unsupported property {unknown[0]}")
            return {m[0]: shaped(value[key], m[1], below(key, drop)) for key, m in known.items() if m}
        case "list":
            return [shaped(item, shape.member, drop) for item in listed(value)]
        case "map":
            pairs = {tag["Key"]: tag["Value"] for tag in value} if isinstance(value, list) else value
            return {key: shaped(item, shape.value, drop) for key, item in pairs.items()}
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "boolean":
            return text(value) == "true"
        case "string":
            return json.dumps(value) if isinstance(value, dict) else text(value)
    return value


def below(key: str, drop: set[str] | None) -> set[str] | None:
    """The names to drop inside a nested property."""
    return drop and {name.removeprefix(f"{key}.") for name in drop if name.startswith(f"{key}.")}


def uncapitalized(value: Any) -> Any:
    """A property with the spelling of keys that JSON APIs have, for parts that boto3 does not describe."""
    if isinstance(value, list):
        return [uncapitalized(item) for item in value]
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: uncapitalized(item) for key, item in value.items()}
    return value


@functools.cache
def client(service: str, region: str) -> Any:
    keys = {"aws_access_key_id": "cloudformation", "aws_secret_access_key": "local"}
    session = boto3.session.Session()  # the default session is not thread safe
    session._session.get_component("data_loader").search_paths.append(str(EXTRAS))
    return session.client(service, region, endpoint_url=functions.endpoint, **keys)


class Api(Kind):
    """A type created, updated and deleted by API calls.

    `create`, `update`, `delete`: the operations, by their names in boto3.
    `fixed`: the properties whose change requires a replacement.
    `result`: the key of the response to `create` that holds the attributes. Default: the whole response.
    `id`: the attribute that is the physical id. Default: the values of the fixed properties.
    `name`: the property to generate a name for.
    `key`: the API's name for the physical id in `update` and `delete`. Default: `id`, else `name`.
    `later`: the properties that `create` does not accept, which `settle` applies.
    `called`: the API's names for properties whose names differ.
    `settings`: the properties that a call of their own sets. The operations that set and, optionally, remove each.
    `tags`: the operations that set and remove tags in an update, and the parameter that identifies the resource.
    `attributes`: the attributes that the response has under other names.
    """

    has_property_attributes = True

    def __init__(self, service: str, create: str, delete: str, fixed: str, *, result: str = "",
                 id: str = "", name: str = "", key: str = "", update: str = "", later: str = "", tags: str = "",
                 defaults: dict[str, Any] | None = None, called: dict[str, str] | None = None,
                 settings: dict[str, str] | None = None, attributes: dict[str, str] | None = None):  # fmt: skip
        self.service, self.create_call, self.delete_call = service, create, delete
        self.update_call, self.result, self.id = update, result, id
        self.name, self.key, self.defaults = name, key or id or name, defaults or {}
        self.called, self.settings, self.tags = called or {}, settings or {}, tags.split()
        self.aliases, self.fixed = attributes or {}, fixed.split()
        self.later = {self.api_name(name) for name in (*later.split(), *self.settings)}

    def api_name(self, name: str) -> str:
        return self.called.get(name, name)

    def call(self, on: Resource, operation: str, values: dict, drop: set[str] | None = None) -> dict:
        api = client(self.service, on.place[1])
        model = api.meta.service_model.operation_model(api.meta.method_to_api_mapping[operation])
        return getattr(api, operation)(**shaped(values, model.input_shape, drop))

    def given(self, resource: Resource) -> dict[str, Any]:
        """The properties as the calls expect them, with the defaults and the generated name."""
        values = self.defaults | {self.api_name(name): value for name, value in resource.properties.items()}
        if self.name:
            generated = resource.attributes.get("GivenName") or resource.generated_name()
            values.setdefault(self.api_name(self.name), generated)
        return values

    def replaces(self, new: Resource, old: Resource) -> bool:
        return any(new.properties.get(name) != old.properties.get(name) for name in self.fixed)

    def create(self, new: Resource) -> None:
        values = self.given(new)
        answer = self.call(new, self.create_call, values, self.later)
        found = answer[self.result] if self.result else answer
        fixed = [values.get(self.api_name(name), "") for name in self.fixed]
        new.physical_resource_id = found[self.id] if self.id else "|".join(map(text, fixed))
        new.attributes = {key[0].upper() + key[1:]: value for key, value in found.items()}
        new.attributes |= {name: new.attributes[alias] for name, alias in self.aliases.items()}
        new.attributes |= {"GivenName": values.get(self.api_name(self.name)), "Id": new.physical_resource_id}
        self.apply(new, {})
        self.settle(new, {})

    def update(self, new: Resource, old: Resource) -> bool:
        if self.update_call:
            self.call(new, self.update_call, self.given(new) | self.identity(new))
        self.apply(new, old.properties)
        self.settle(new, old.properties)
        return False

    def identity(self, resource: Resource) -> dict[str, str]:
        """The parameter that identifies an existing resource."""
        return {self.key: resource.physical_resource_id}

    def apply(self, new: Resource, old: dict[str, Any]) -> None:
        """Applies the settings that differ, and in an update the tags."""
        for name, calls in self.settings.items():
            (put, *remove), value = calls.split(), new.properties.get(name)
            if value is not None and value != old.get(name):
                self.call(new, put, {self.api_name(name): value} | self.identity(new))
            elif value is None and name in old and remove:
                self.call(new, remove[0], self.identity(new))
        if old and self.tags:
            tag, untag, parameter = self.tags
            self.retag(new, old, tag, untag, {parameter: self.tagged(new)})

    def tagged(self, resource: Resource) -> str:
        """What identifies the resource in the operations of `tags`."""
        return resource.physical_resource_id

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        """Applies the properties that `create` and `update` do not."""

    def delete(self, resource: Resource) -> None:
        self.call(resource, self.delete_call, resource.properties | self.identity(resource))

    def tags_of(self, properties: dict[str, Any]) -> list[dict[str, str]]:
        tags = next((value for name, value in properties.items() if self.api_name(name) == "Tags"), [])
        return [{"Key": key, "Value": value} for key, value in tags.items()] if isinstance(tags, dict) else tags

    def retag(self, new: Resource, old: dict, tag: str, untag: str, on: dict[str, Any]) -> None:
        """Removes the tags that are gone and sets the others, with the operations `tag` and `untag`."""
        tags = self.tags_of(new.properties)
        keys = {item["Key"] for item in tags}
        if gone := [item["Key"] for item in self.tags_of(old) if item["Key"] not in keys]:
            self.call(new, untag, on | {"TagKeys": gone, "Tags": [{"Key": key} for key in gone]})
        if tags:
            self.call(new, tag, on | {"Tags": tags})
