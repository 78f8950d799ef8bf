"""Transforms: macros, which are Lambda functions, and SAM, whose translator runs in this process."""

import json
import uuid
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.cloudformation.models import cloudformation_backends
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform as translate_serverless

from functions import function_of, invoke
from scope import Scope
from templates import listed, refuse

SERVERLESS = "AWS::Serverless-2016-10-31"
MACRO = "AWS::CloudFormation::Macro"


def has_snippets(node: Any) -> bool:
    """Whether a macro is called by Fn::Transform. Text such as inline code can contain these words, too."""
    if isinstance(node, dict):
        return "Fn::Transform" in node or any(map(has_snippets, node.values()))
    return isinstance(node, list) and any(map(has_snippets, node))


def process(stack: Any, source: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    """Applies every Fn::Transform, deepest first, and then the macros that Transform lists, in order."""
    scope = Scope(stack, source, given)

    def snippets(node: Any) -> Any:
        if isinstance(node, list):
            return [snippets(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: snippets(item) for key, item in node.items()}
        call = node.pop("Fn::Transform", None)
        return run_macro(scope, call["Name"], call.get("Parameters", {}), node) if call else node

    fragment = snippets({key: item for key, item in source.items() if key != "Transform"})
    for item in listed(source.get("Transform")):
        call = item if isinstance(item, dict) else {"Name": item}
        run = run_serverless if call["Name"] == SERVERLESS else run_macro
        fragment = run(scope, call["Name"], call.get("Parameters", {}), fragment)
    return fragment


def run_serverless(scope: Scope, name: str, _: dict, fragment: dict[str, Any]) -> dict[str, Any]:
    class Policies:
        def load(self) -> dict[str, str]:
            backend = iam_backends[scope.account][get_partition(scope.region)]
            return {policy.name: policy.arn for policy in backend.managed_policies.values()}

    try:
        return json.loads(json.dumps(translate_serverless(fragment, dict(scope.typed), Policies())))
    except InvalidDocumentException as error:
        causes = " ".join(cause.message for cause in error.causes)
        refuse(f"Transform {name} failed with: {error.message} {causes}")


def run_macro(scope: Scope, name: str, params: dict, fragment: Any) -> Any:
    qualified = f"{scope.account}::{name}"
    macro = deployed_macro(scope.account, scope.region, name)
    if not macro:
        refuse(f"No transform named {qualified} found.")
    event = {
        "region": scope.region,
        "accountId": scope.account,
        "fragment": fragment,
        "transformId": qualified,
        "params": scope.resolve(params),
        "requestId": str(uuid.uuid4()),
        "templateParameterValues": scope.typed,
    }
    try:
        function = function_of(scope.account, scope.region, macro.properties["FunctionName"])
    except UnknownFunctionException:
        refuse(f"Transform {qualified} failed with: Function not found")
    payload, errored, _ = invoke(function, event)
    answer = json.loads(payload)
    well_formed = not errored and isinstance(answer, dict) and "status" in answer
    if well_formed and answer["status"] != "success":
        refuse(f"Transform {qualified} failed with: {answer.get('errorMessage')}")
    if not well_formed or answer.get("requestId") != event["requestId"] or "fragment" not in answer:
        refuse(f"Received malformed response from transform {qualified}")
    return answer["fragment"]


def deployed_macro(account: str, region: str, name: str) -> Any:
    stacks = list(cloudformation_backends[account][region].stacks.values())
    macros = [r for stack in stacks for r in stack.stack_resources if r.cf_resource_type == MACRO]
    return next((macro for macro in macros if macro.physical_resource_id == name), None)
