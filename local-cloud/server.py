"""A local AWS: moto's own server, with what CloudFormation, Lambda and Batch lack in it.

    python local-cloud/server.py --port 5000     serves http://127.0.0.1:5000, one line when ready
    python local-cloud/server.py --additions     tells which of these moto still lacks, as JSON

Nothing of moto is copied or changed on disk: templates.py, scope.py and macros.py read templates, kinds/
knows the types of resources, plan.py and stacks.py deploy, functions.py runs functions, and patch() below puts
them in place. What is added, and why:

- macros: moto ignores Transform, and has no AWS::CloudFormation::Macro
- serverless: moto ignores AWS::Serverless-2016-10-31; aws-sam-translator is what AWS runs
- processed-template: GetTemplate knows no TemplateStage
- template-url: the address of a template in this server's own S3 is not understood
- template-summary: GetTemplateSummary fails without AWSTemplateFormatVersion, which is optional
- capabilities: no capability is ever demanded
- template-checks: unknown sections, unresolved references and quotas are not refused
- intrinsics: Fn::Cidr is unknown, Fn::GetAZs takes no Ref, Fn::GetAtt splits at every dot
- deployment: nothing is rolled back, updates compare templates, deletion is by trial and error
- custom-resources: only Create is ever sent, and its answer is not awaited
- node-functions: a function runs in Docker only
- function-logging: LoggingConfig is dropped
- batch-jobs: a job runs in Docker only; here it succeeds at once
- batch-service-role: ServiceRole is demanded, where Batch uses its service-linked role
- batch-updates: new compute resources of an environment are ignored
- batch-descriptions: what moto does not model, as UpdatePolicy, is not described
- batch-rules: Batch refuses to delete what is enabled or in use
- policy-version: Version is demanded of a policy, where AWS has a default
- resource-types: moto's models of EC2, IAM, Batch and Lambda types drop properties, tags and
  attached policies, and most can neither be updated nor deleted; kinds/ calls the APIs instead
"""

import argparse
import functools
import inspect
import json
import logging
import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any

os.environ |= {
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # roles attach AWS's own policies
    "AWS_DEFAULT_REGION": "us-east-1",  # the translator of SAM asks boto3 for a partition
}

from moto.awslambda.models import LambdaFunction
from moto.batch.exceptions import ClientException
from moto.batch.models import BatchBackend, ComputeEnvironment, JobDefinition
from moto.batch.responses import BatchResponse
from moto.cloudformation import custom_model, models, parsing, responses
from moto.cloudformation.exceptions import AlreadyExistsException, CloudFormationError
from moto.core.config import default_user_config
from moto.core.responses import ActionResult
from moto.iam import policy_validation
from moto.iam.models import SERVICE_NAME_CONVERSION, iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.utilities.utils import get_partition
from werkzeug.serving import make_server

import functions
from kinds.cloudformation import answers
from plan import Plan, capabilities
from stacks import ChangeSet, Stack
from templates import parse, refuse

HOST = "127.0.0.1"
BATCH_ROLE = "AWSServiceRoleForBatch"


class InvalidChangeSetStatus(CloudFormationError):
    code = "InvalidChangeSetStatus"


# --- CloudFormation: what the operations on stacks and change sets do instead ---


def named(backend: models.CloudFormationBackend, name: str) -> Stack | None:
    return next((stack for stack in backend.stacks.values() if name in (stack.name, stack.stack_id)), None)


def create_stack(self: Any, name: str, template: str, parameters: dict[str, str], **options: Any) -> Stack:
    if named(self, name):
        raise AlreadyExistsException(f"Stack [{name}] already exists")
    stack_id = models.generate_stack_id(name, self.region_name, self.account_id)
    stack = Stack(stack_id, name, {}, parameters, self.account_id, self.region_name, **options)
    plan = Plan(stack, template, parameters, stack.tags)
    plan.demand(capabilities.get(), direct=True)
    self.stacks[stack_id] = stack
    stack.begin("CREATE_IN_PROGRESS", stack.deploy, plan, "CREATE")
    return stack


def update_stack(
    self: Any, name: str, template: str, role_arn: str | None, parameters: list[dict], tags: dict[str, str] | None
) -> Stack:
    stack = self.get_stack(name)
    stack.check_updatable()
    previous = stack.stack_parameters
    given = {
        item["ParameterKey"]: item.get("ParameterValue", previous.get(item["ParameterKey"])) for item in parameters
    }
    plan = Plan(stack, template, given, tags)
    plan.demand(capabilities.get(), direct=True)
    if plan.is_empty():
        refuse("No updates are to be performed.")
    stack.begin("UPDATE_IN_PROGRESS", stack.deploy, plan, "UPDATE")
    return stack


def create_change_set(
    original: Callable, self: Any, stack_name: str, change_set_name: str, change_set_type: str, **rest: Any
) -> tuple[str, str]:
    stack = named(self, stack_name)
    if change_set_type == "UPDATE":
        stack.check_updatable()
    elif stack and stack.status == "REVIEW_IN_PROGRESS":
        del self.stacks[stack.stack_id]  # moto would list the name twice
    elif stack:
        refuse(
            f"Stack [{stack_name}] already exists and cannot be created again with the changeSet [{change_set_name}]."
        )
    try:
        ids = original(
            self, stack_name=stack_name, change_set_name=change_set_name, change_set_type=change_set_type, **rest
        )
    except CloudFormationError:
        if change_set_type == "CREATE" and (made := named(self, stack_name)):
            del self.stacks[made.stack_id]
        raise
    change_set = self.change_sets[ids[0]]
    if change_set.plan and change_set.plan.is_empty():
        change_set.failure = (
            "The submitted information didn't contain changes. Submit different information to create a change set."
        )
    if change_set.failure:
        change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
        change_set.status_reason = change_set.failure
    return ids


def execute_change_set(self: Any, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = self.describe_change_set(change_set_name)
    if change_set.execution_status != "AVAILABLE":
        raise InvalidChangeSetStatus(
            f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current status of [{change_set.status}]"
        )
    verb, stack = change_set.change_set_type, change_set.stack
    if verb == "UPDATE":
        stack.check_updatable()
    change_set.execution_status = "EXECUTE_COMPLETE"
    stack.begin(f"{verb}_IN_PROGRESS", stack.deploy, change_set.plan, verb)


def delete_stack(self: Any, name_or_stack_id: str) -> None:
    stack = named(self, name_or_stack_id)
    if stack and stack.is_busy():
        refuse(f"Stack [{stack.stack_id}] cannot be deleted while in status {stack.status}")
    if stack:
        stack.begin("DELETE_IN_PROGRESS", stack.teardown)


def get_template(self: Any) -> ActionResult:
    backend, change_set = self.cloudformation_backend, self._get_param("ChangeSetName")
    stack = backend.get_stack(self._get_param("StackName"))
    plan = backend.describe_change_set(change_set).plan if change_set else stack.plan
    if not plan:
        return ActionResult({"TemplateBody": stack.template or "", "StagesAvailable": ["Original"]})
    processed = self._get_param("TemplateStage") == "Processed" and plan.expanded
    body = json.dumps(plan.template) if processed else plan.body
    return ActionResult({"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]})


def get_template_summary(original: Callable, template_body: str) -> dict[str, Any]:
    template = {"AWSTemplateFormatVersion": None} | parse(template_body)
    return original(json.dumps(template))


def template_at(original: Callable, self: Any, template_url: str) -> str:
    return original(self, template_url.replace(HOST, "localhost"))  # moto takes the IP for a bucket


def with_capabilities(original: Callable, self: Any) -> ActionResult:
    capabilities.set(self._get_param("Capabilities", []))
    return original(self)


# --- Lambda ---


def create_function(
    original: Callable, self: LambdaFunction, account_id: str, spec: dict[str, Any], *rest: Any, **options: Any
) -> None:
    original(self, account_id, spec, *rest, **options)
    set_logging(self, spec)


def update_function(original: Callable, self: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
    original(self, config_updates)
    set_logging(self, config_updates)
    return self.get_configuration()


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


# --- Batch ---


def create_compute_environment(
    original: Callable, self: BatchBackend, *arguments: Any, service_role: str | None = None, **options: Any
) -> Any:
    if not service_role:
        iam = iam_backends[self.account_id][get_partition(self.region_name)]
        linked = [role for role in iam.roles.values() if role.name == BATCH_ROLE]
        linked = linked or [iam.create_service_linked_role("batch.amazonaws.com", "", "")]
        service_role = linked[0].arn
    return original(self, *arguments, service_role=service_role, **options)


def update_compute_environment(original: Callable, self: BatchBackend, **options: Any) -> Any:
    answer = original(self, **options)
    environment = self.get_compute_environment(options["compute_environment_name"])
    environment.compute_resources |= options["compute_resources"] or {}
    return answer


def delete_compute_environment(original: Callable, self: BatchBackend, name: str) -> None:
    environment = self.get_compute_environment(name)
    if environment and environment.state != "DISABLED":
        raise ClientException("Cannot delete, compute environment must be disabled first")
    if any(environment in job_queue.environments for job_queue in self._job_queues.values()):
        raise ClientException("Cannot delete, found existing JobQueue relationship")
    original(self, name)


def delete_job_queue(original: Callable, self: BatchBackend, name: str) -> None:
    job_queue = self.get_job_queue(name)
    if job_queue and job_queue.state != "DISABLED":
        raise ClientException("Cannot delete, job queue must be disabled first")
    original(self, name)


def register_job_definition(original: Callable, self: BatchBackend, **options: Any) -> JobDefinition:
    definition = original(self, **options)  # a new revision inherits nothing of the last one
    for name in "parameters", "retry_strategy", "platform_capabilities", "propagate_tags":
        setattr(definition, name, options[name])
    definition.parameters = definition.parameters or {}
    return definition


described: dict[str, dict[str, Any]] = {}  # what Batch was told of each ARN


def remember(key: str, original: Callable, self: BatchResponse) -> str:
    answer = original(self)
    arn, given = json.loads(answer)[key], json.loads(self.body)
    given = {name: value for name, value in given.items() if name not in ("computeEnvironment", "jobQueue")}
    described[arn] = (described.get(arn, {}) if "update" in original.__name__ else {}) | given
    return answer


def recall(key: str, original: Callable, self: BatchResponse) -> str:
    ((section, entries),) = json.loads(original(self)).items()
    return json.dumps({section: [described.get(entry[key], {}) | entry for entry in entries]})


# --- Putting it in place ---


def patch() -> None:
    def wrap(owner: Any, name: str, new: Callable) -> None:
        original = getattr(owner, name)
        setattr(owner, name, functools.wraps(original)(lambda *args, **options: new(original, *args, **options)))

    default_user_config["batch"]["use_docker"] = False
    SERVICE_NAME_CONVERSION["batch"] = "Batch"  # in the name of the service-linked role
    models.Stack, models.ChangeSet = Stack, ChangeSet
    for operation in create_stack, update_stack, execute_change_set, delete_stack:
        setattr(models.CloudFormationBackend, operation.__name__, operation)
    wrap(models.CloudFormationBackend, "create_change_set", create_change_set)
    for name in "create_stack", "update_stack", "create_change_set":
        wrap(responses.CloudFormationResponse, name, with_capabilities)
    responses.CloudFormationResponse._validate_different_update = lambda *_: None
    responses.CloudFormationResponse.get_template = get_template
    wrap(responses.CloudFormationResponse, "_get_stack_from_s3_url", template_at)
    wrap(responses, "get_template_summary_response_from_template", get_template_summary)
    wrap(LambdaFunction, "__init__", create_function)
    wrap(LambdaFunction, "update_configuration", update_function)
    wrap(LambdaFunction, "get_configuration", get_configuration)
    wrap(LambdaFunction, "_invoke_lambda", invoke_function)
    wrap(LambdaFunction, "invoke", invoke_request)
    wrap(BatchBackend, "create_compute_environment", create_compute_environment)
    wrap(BatchBackend, "update_compute_environment", update_compute_environment)
    wrap(BatchBackend, "delete_compute_environment", delete_compute_environment)
    wrap(BatchBackend, "delete_job_queue", delete_job_queue)
    wrap(BatchBackend, "register_job_definition", register_job_definition)
    for key, resource, creates in (
        ("computeEnvironmentArn", "computeenvironment", "create"),
        ("jobQueueArn", "jobqueue", "create"),
        ("jobDefinitionArn", "jobdefinition", "register"),
    ):
        wrap(BatchResponse, f"{creates}{resource}", functools.partial(remember, key))
        wrap(BatchResponse, f"describe{resource}s", functools.partial(recall, key))
    wrap(BatchResponse, "updatecomputeenvironment", functools.partial(remember, "computeEnvironmentArn"))
    wrap(BatchResponse, "updatejobqueue", functools.partial(remember, "jobQueueArn"))


def additions() -> dict[str, dict[str, Any]]:
    """Which of the things listed on top this moto still lacks: to be asked before patch()."""

    def lacks(owner: Any, *words: str) -> bool:
        source = inspect.getsource(owner)
        return not any(word in source for word in words)

    def never_updates(model: Any) -> bool:
        return hasattr(model.update_from_cloudformation_json, "__isabstractmethod__")

    probes = {
        "macros": "AWS::CloudFormation::Macro" not in parsing.get_model_map(),
        "serverless": lacks(models, "AWS::Serverless") and lacks(parsing, "AWS::Serverless"),
        "processed-template": lacks(responses.CloudFormationResponse.get_template, "TemplateStage"),
        "template-url": lacks(responses.get_stack_from_s3_url, "127.0.0.1"),
        "template-summary": not lacks(
            responses.get_template_summary_response_from_template, '["AWSTemplateFormatVersion"]'
        ),
        "capabilities": lacks(responses.CloudFormationResponse, "CAPABILITY_IAM", "InsufficientCapabilities"),
        "template-checks": lacks(models, "Invalid template property") and lacks(parsing, "Invalid template property"),
        "intrinsics": lacks(parsing, "Fn::Cidr"),
        "deployment": lacks(models, "ROLLBACK_IN_PROGRESS"),
        "custom-resources": lacks(custom_model, "OldResourceProperties"),
        "node-functions": not lacks(LambdaFunction._invoke_lambda, "docker"),
        "function-logging": lacks(LambdaFunction, "LoggingConfig"),
        "batch-jobs": default_user_config["batch"]["use_docker"],
        "batch-service-role": not lacks(BatchBackend.create_compute_environment, "ServiceRole is required"),
        "batch-updates": lacks(BatchBackend.update_compute_environment, ".compute_resources"),
        "batch-descriptions": lacks(BatchBackend.describe_compute_environments, "updatePolicy"),
        "batch-rules": lacks(BatchBackend.delete_compute_environment, "DISABLED"),
        "policy-version": not lacks(policy_validation, "must be version 2012-10-17"),
        "resource-types": never_updates(ComputeEnvironment),
    }
    reasons = dict(re.findall(r"^- ([\w-]+): (.*(?:\n  .*)*)", __doc__, re.MULTILINE))
    return {name: {"why": " ".join(why.split()), "still_missing": probes[name]} for name, why in reasons.items()}


def application() -> Callable:
    def backend(service: Any) -> Any:
        app = create_backend_app(service)
        app.config["PROPAGATE_EXCEPTIONS"] = True  # a fault of the server is silent otherwise
        return app

    moto = DomainDispatcherApplication(backend)

    def serve(environ: dict[str, Any], start_response: Callable) -> Any:
        """Takes the answers of custom resources; all else is moto's."""
        path = environ["PATH_INFO"]
        if not path.startswith("/custom-resource-answers/"):
            return moto(environ, start_response)
        waiting = answers.get(path) if environ["REQUEST_METHOD"] == "PUT" else None
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if waiting:
            waiting.put(body)
        start_response("200 OK" if waiting else "403 Forbidden", [("Content-Length", "0")])
        return [b""]

    return serve


def main() -> None:
    options = argparse.ArgumentParser(description="A local AWS")
    options.add_argument("--port", type=int, default=5000, help="0 takes any free one")
    options.add_argument("--additions", action="store_true", help="what moto still lacks")
    arguments = options.parse_args()
    if arguments.additions:
        print(json.dumps(additions(), indent=2))
        return
    patch()
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    server = make_server(HOST, arguments.port, application(), threaded=True)
    functions.endpoint = f"http://{HOST}:{server.port}"
    print(f"Ready on {functions.endpoint}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
