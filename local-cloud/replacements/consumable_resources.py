"""AWS Batch's consumable resources, which moto lacks. Jobs use none, so all of a resource is always available.

https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html
"""

import json
import time
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.responses import BatchResponse
from moto.utilities.utils import get_partition

existing: dict[str, dict[str, Any]] = {}  # by ARN


def arn_of(self: BatchResponse, name_or_arn: str) -> str:
    if name_or_arn.startswith("arn:"):
        return name_or_arn
    place = f"{self.region}:{self.current_account}"
    return f"arn:{get_partition(self.region)}:batch:{place}:consumable-resource/{name_or_arn}"


def find(self: BatchResponse) -> dict[str, Any]:
    identifier = self._get_param("consumableResource")
    found = existing.get(arn_of(self, identifier))
    if not found:
        raise ClientException(f"The consumable resource {identifier} does not exist.")
    return found


def naming(resource: dict[str, Any], *more: str) -> str:
    return json.dumps({name: resource[name] for name in ("consumableResourceName", "consumableResourceArn", *more)})


def create(self: BatchResponse) -> str:
    given = json.loads(self.body)
    name = given["consumableResourceName"]
    if (arn := arn_of(self, name)) in existing:
        raise ClientException(f"The consumable resource {name} already exists.")
    defaults = {"resourceType": "REPLENISHABLE", "totalQuantity": 0, "createdAt": int(time.time() * 1000)}
    tags = given.pop("tags", {})
    existing[arn] = defaults | given | {"consumableResourceArn": arn}
    self.batch_backend.tag_resource(arn, tags)
    return naming(existing[arn])


def describe(self: BatchResponse) -> str:
    found = find(self)
    tags = self.batch_backend.list_tags_for_resource(found["consumableResourceArn"])
    amounts = {"inUseQuantity": 0, "availableQuantity": found["totalQuantity"]}
    return json.dumps(found | amounts | {"tags": tags})


def update(self: BatchResponse) -> str:
    found, quantity = find(self), self._get_param("quantity") or 0
    base = 0 if self._get_param("operation", "SET") == "SET" else found["totalQuantity"]
    found["totalQuantity"] = base - quantity if self._get_param("operation") == "REMOVE" else base + quantity
    return naming(found, "totalQuantity")


def delete(self: BatchResponse) -> str:
    del existing[find(self)["consumableResourceArn"]]
    return "{}"


def listed(self: BatchResponse) -> str:
    own = arn_of(self, "")
    names = "consumableResourceName", "consumableResourceArn", "totalQuantity", "resourceType"
    found = [one for arn, one in existing.items() if arn.startswith(own)]
    summaries = [{name: one[name] for name in names} | {"inUseQuantity": 0} for one in found]
    return json.dumps({"consumableResources": summaries})
