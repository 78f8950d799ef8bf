"""CloudFormation's own types: macros and custom resources."""

import json
import queue
import threading
import uuid
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException

import functions
from functions import function_of, invoke
from kinds.kind import Failed, Kind, Resource
from macros import MACRO, deployed_macro
from templates import text

CUSTOM = "AWS::CloudFormation::CustomResource"
answers: dict[str, queue.Queue] = {}  # the custom resources that are waiting for a response, by URL path


class Macro(Kind):
    def replaces(self, new: Resource, old: Resource) -> bool:
        return new.properties["Name"] != old.properties["Name"]

    def create(self, new: Resource) -> None:
        if deployed_macro(*new.place, new.properties["Name"]):
            raise Failed(f"A macro named {new.properties['Name']} already exists")
        new.physical_resource_id = new.properties["Name"]

    def update(self, new: Resource, old: Resource) -> bool:
        return False

    def delete(self, resource: Resource) -> None:
        pass


class Custom(Kind):
    """A custom resource: calls the function named by ServiceToken and waits for its response."""

    volatile = ("Ref",)

    def normal(self, properties: dict[str, Any]) -> dict[str, Any]:
        return text(properties)

    def check(self, new: Resource, old: Resource) -> None:
        if new.properties["ServiceToken"] != old.properties["ServiceToken"]:
            raise Failed("Modifying service token is not allowed.")

    def function(self, resource: Resource) -> Any:
        token = resource.properties["ServiceToken"]
        try:
            return function_of(*resource.place, token)
        except UnknownFunctionException:
            raise Failed(f"Function not found: {token}") from None

    def create(self, new: Resource) -> None:
        self.function(new)
        new.physical_resource_id = new.generated_name()  # sent with Delete if the response has no id
        self.ask("Create", new)

    def update(self, new: Resource, old: Resource) -> bool:
        self.ask("Update", new, PhysicalResourceId=old.physical_resource_id, OldResourceProperties=old.properties)
        return new.physical_resource_id != old.physical_resource_id

    def delete(self, resource: Resource) -> None:
        self.ask("Delete", resource, PhysicalResourceId=resource.physical_resource_id)

    def ask(self, verb: str, resource: Resource, **more: Any) -> None:
        request_id, path = str(uuid.uuid4()), f"/custom-resource-answers/{uuid.uuid4()}"
        request = {
            "RequestType": verb,
            "ServiceToken": resource.properties["ServiceToken"],
            "ResponseURL": f"{functions.endpoint}{path}?X-Amz-Signature={uuid.uuid4().hex}",
            "StackId": resource.stack.stack_id,
            "RequestId": request_id,
            "LogicalResourceId": resource.logical_resource_id,
            "ResourceType": resource.cf_resource_type,
            "ResourceProperties": resource.properties,
        } | more
        function = self.function(resource)
        answers[path] = queue.Queue()
        threading.Thread(target=self.send, args=(function, request, path), daemon=True).start()
        try:
            body = answers[path].get(timeout=int(resource.properties.get("ServiceTimeout", 3600)))
        except queue.Empty:
            silence = "CloudFormation did not receive a response from your Custom Resource."
            raise Failed(f"{silence} Please check your logs for requestId [{request_id}].") from None
        finally:
            del answers[path]
        self.read(verb, resource, request, body)

    @staticmethod
    def send(function: Any, request: dict[str, Any], path: str) -> None:
        """Invokes asynchronously: repeats when the function fails, without the minutes that Lambda waits between."""
        configured = function.event_invoke_config[0].config if function.event_invoke_config else {}
        for _ in range(1 + configured.get("MaximumRetryAttempts", 2)):
            if not invoke(function, request)[1] or path not in answers:
                return

    @staticmethod
    def read(verb: str, resource: Resource, request: dict[str, Any], body: bytes) -> None:
        if len(body) > 4096:
            raise Failed("Response object is too long.")
        try:
            answer = dict(json.loads(body))
        except (TypeError, ValueError):
            raise Failed("Invalid response: expected a JSON object") from None
        for key in ("StackId", "RequestId", "LogicalResourceId"):
            if answer.get(key) != request[key]:
                raise Failed(f"Invalid response: {key} differs from the request's")
        identity = answer.get("PhysicalResourceId")
        if not identity or len(identity.encode()) > 1024:
            raise Failed("Invalid PhysicalResourceId")
        succeeded = answer.get("Status") == "SUCCESS"
        if verb == "Create" or (verb == "Update" and succeeded):
            resource.physical_resource_id = identity
        if not succeeded:
            reason = f"Message returned: {answer.get('Reason')} (RequestId: {request['RequestId']})"
            raise Failed(f"Received response status [FAILED] from custom resource. {reason}")
        resource.attributes = answer.get("Data") or {}


KINDS: dict[str, Kind] = {MACRO: Macro(), CUSTOM: Custom()}
