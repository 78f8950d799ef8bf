"""Lambda."""

import io
import zipfile
from typing import Any

from kinds.api import Api
from kinds.kind import Kind, Resource


class Function(Api):
    def given(self, resource: Resource) -> dict[str, Any]:
        values = super().given(resource)
        if "ZipFile" in values["Code"]:  # CloudFormation accepts the text of index.js
            archive = io.BytesIO()
            with zipfile.ZipFile(archive, "w") as file:
                file.writestr("index.js", values["Code"]["ZipFile"])
            values["Code"] = values["Code"] | {"ZipFile": archive.getvalue()}
        return values

    def settle(self, new: Resource, old: dict[str, Any]) -> None:
        if old:
            values = self.given(new) | {"FunctionName": new.physical_resource_id}
            self.call(new, "update_function_code", values | values["Code"])


class EventInvokeConfig(Api):
    def update(self, new: Resource, old: Resource) -> bool:
        self.delete(old)
        self.create(new)
        return False


KINDS: dict[str, Kind] = {
    "AWS::Lambda::EventInvokeConfig": EventInvokeConfig(
        "lambda", "put_function_event_invoke_config", "delete_function_event_invoke_config",
        "FunctionName Qualifier"),
    "AWS::Lambda::Function": Function(
        "lambda", "create_function", "delete_function", "FunctionName PackageType",
        id="FunctionName", name="FunctionName", update="update_function_configuration",
        attributes={"Arn": "FunctionArn"},
        defaults={"Description": "", "Environment": {"Variables": {}}, "MemorySize": 128, "Timeout": 3}),
}  # fmt: skip
