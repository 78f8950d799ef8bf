"""Lambda functions: their logging, and invocation without Docker.

A function whose first parameter is `original` wraps moto's and receives it there.
"""

from collections.abc import Callable
from typing import Any

from moto.awslambda.models import LambdaFunction

import functions
import sandboxes


def create_function(
    original: Callable, self: LambdaFunction, account_id: str, spec: dict[str, Any], *rest: Any, **options: Any
) -> None:
    original(self, account_id, spec, *rest, **options)
    set_logging(self, spec)


def update_function(original: Callable, self: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
    original(self, config_updates)
    set_logging(self, config_updates)
    sandboxes.retire(self)
    return self.get_configuration()


def update_code(original: Callable, self: LambdaFunction, updated_spec: dict[str, Any]) -> dict[str, Any]:
    sandboxes.retire(self)
    return original(self, updated_spec)


def set_logging(function: LambdaFunction, spec: dict[str, Any]) -> None:
    if "LoggingConfig" in spec:
        group = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{function.function_name}"}
        function.logging_config = group | spec["LoggingConfig"]
        function.logs_group_name = function.logging_config["LogGroup"]


def get_configuration(original: Callable, self: LambdaFunction, *arguments: Any, **options: Any) -> dict[str, Any]:
    default = {"LogFormat": "Text", "LogGroup": self.logs_group_name}
    return original(self, *arguments, **options) | {"LoggingConfig": getattr(self, "logging_config", default)}


def invoke_function(original: Callable, self: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
    if not (self.run_time or "").startswith("nodejs"):
        return original(self, event)
    return functions.invoke(self, {} if event == "{}" else event)


def invoke_request(
    original: Callable, self: LambdaFunction, body: Any, request_headers: Any, response_headers: Any
) -> Any:
    payload = original(self, body, request_headers, response_headers)
    if "x-amz-function-error" in response_headers:
        response_headers["x-amz-function-error"] = "Unhandled"
    return payload
