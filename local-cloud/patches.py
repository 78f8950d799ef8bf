"""The one table of what is replaced inside moto, and the checks that moto still has it.

Moto has no extension points for this, so its inner functions and classes are replaced when the server starts. Nothing
of moto is copied or changed on disk. Targets and replacements are named as `module:path`, so that this file can be
imported, and a wrong version of moto reported, before anything else of moto is.
"""

import functools
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any, NamedTuple

WRITTEN_FOR = "5.2"
"""The minor version of moto that this table was written for and tested with."""


class Incompatible(Exception):
    """This moto cannot be patched. The message is one line that says why."""


class Patch(NamedTuple):
    target: str
    """What is replaced, in moto. A path leads through attributes and dictionary keys."""
    how: str
    """`replace`, `wrap` (the replacement receives the original as first argument) or `add` (a new key or method)."""
    replacement: Any
    """A value, or the `module:path` of one in this folder."""
    features: str
    """The features, by their names in features.py, that need this patch: they say what moto lacks."""
    what: str
    """What the replacement does differently."""


MODELS = "moto.cloudformation.models"
RESPONSES = "moto.cloudformation.responses"
CLOUDFORMATION = "replacements.cloudformation"
RESOURCES = "replacements.stack_resources"
FUNCTION = "moto.awslambda.models:LambdaFunction"
BATCH = "moto.batch.models:BatchBackend"
REQUEST = "moto.batch.responses:BatchResponse"
LOGS = "moto.logs.responses:LogsResponse"
CONSUMABLE = {  # operation: function
    "createconsumableresource": "create",
    "deleteconsumableresource": "delete",
    "describeconsumableresource": "describe",
    "listconsumableresources": "listed",
    "updateconsumableresource": "update",
}

PATCHES = [
    Patch(f"{MODELS}:Stack", "replace", "stacks:Stack",
          "deployment custom-resources intrinsics resource-types policy-version",
          "holds resources that stacks.py creates in dependency order, updates, rolls back and deletes"),
    Patch(f"{MODELS}:ChangeSet", "replace", "stacks:ChangeSet",
          "macros serverless template-checks intrinsics deployment",
          "expands and checks the template and compares it with the stack, in plan.py"),
    Patch(f"{MODELS}:CloudFormationBackend.create_stack", "replace", f"{CLOUDFORMATION}:create_stack",
          "macros serverless template-checks deployment capabilities",
          "refuses the template before there is a stack, and waits for the deployment"),
    Patch(f"{MODELS}:CloudFormationBackend.update_stack", "replace", f"{CLOUDFORMATION}:update_stack",
          "macros serverless template-checks deployment capabilities",
          "refuses an update that changes nothing or comes at the wrong time, and can roll back"),
    Patch(f"{MODELS}:CloudFormationBackend.create_change_set", "wrap", f"{CLOUDFORMATION}:create_change_set",
          "macros deployment", "fails a change set that is empty or whose macro failed, and gives the reason"),
    Patch(f"{MODELS}:CloudFormationBackend.execute_change_set", "replace", f"{CLOUDFORMATION}:execute_change_set",
          "deployment", "executes the plan that the change set was created with"),
    Patch(f"{MODELS}:CloudFormationBackend.delete_stack", "replace", f"{CLOUDFORMATION}:delete_stack",
          "deployment", "deletes in reverse order of creation and refuses while a deployment runs"),
    Patch(f"{RESPONSES}:CloudFormationResponse.continue_update_rollback", "add",
          f"{CLOUDFORMATION}:continue_update_rollback", "deployment", "restores what the first rollback could not"),
    Patch(f"{RESPONSES}:CloudFormationResponse.describe_stack_resources", "replace",
          f"{RESOURCES}:describe_stack_resources", "resource-descriptions",
          "finds a stack by the physical id of one of its resources"),
    Patch(f"{RESPONSES}:CloudFormationResponse.list_stack_resources", "replace", f"{RESOURCES}:list_stack_resources",
          "resource-descriptions", "returns the status of each resource"),
    Patch(f"{RESPONSES}:StackResourceDTO.__init__", "wrap", f"{RESOURCES}:describe_resource",
          "resource-descriptions", "returns the status of the resource, where moto returns the stack's"),
    Patch(f"{RESPONSES}:CloudFormationResponse.create_stack", "wrap", f"{CLOUDFORMATION}:with_capabilities",
          "capabilities", "passes on the request's capabilities"),
    Patch(f"{RESPONSES}:CloudFormationResponse.update_stack", "wrap", f"{CLOUDFORMATION}:with_capabilities",
          "capabilities", "passes on the request's capabilities"),
    Patch(f"{RESPONSES}:CloudFormationResponse.create_change_set", "wrap",
          f"{CLOUDFORMATION}:create_change_set_request", "capabilities change-set-type",
          "defaults to an update, and passes on the request's capabilities"),
    Patch(f"{RESPONSES}:CloudFormationResponse._validate_different_update", "replace",
          f"{CLOUDFORMATION}:accept_any_update", "deployment",
          "leaves it to the plan whether there are changes: moto compares the templates' text"),
    Patch(f"{RESPONSES}:CloudFormationResponse.get_template", "replace", f"{CLOUDFORMATION}:get_template",
          "processed-template", "returns the original or the expanded template, as TemplateStage asks"),
    Patch(f"{RESPONSES}:CloudFormationResponse._get_stack_from_s3_url", "wrap", f"{CLOUDFORMATION}:template_at",
          "template-url", "reads templates from this server's own S3"),
    Patch(f"{RESPONSES}:get_template_summary_response_from_template", "wrap",
          f"{CLOUDFORMATION}:get_template_summary", "template-summary", "adds the optional version if it is absent"),
    Patch(f"{FUNCTION}.__init__", "wrap", "replacements.lambda_function:create_function",
          "function-logging", "stores LoggingConfig"),
    Patch(f"{FUNCTION}.update_configuration", "wrap", "replacements.lambda_function:update_function",
          "function-logging", "stores LoggingConfig"),
    Patch(f"{FUNCTION}.update_function_code", "wrap", "replacements.lambda_function:update_code",
          "node-functions", "ends what runs the old code"),
    Patch(f"{FUNCTION}.get_configuration", "wrap", "replacements.lambda_function:get_configuration",
          "function-logging", "returns LoggingConfig"),
    Patch(f"{FUNCTION}._invoke_lambda", "wrap", "replacements.lambda_function:invoke_function",
          "node-functions", "runs Node.js functions with the local node"),
    Patch(f"{FUNCTION}.invoke", "wrap", "replacements.lambda_function:invoke_request",
          "node-functions", "reports a function's error as Unhandled, as AWS does"),
    Patch("moto.core.config:default_user_config.batch.use_docker", "replace", False,
          "batch-jobs", "lets jobs succeed at once, without a container"),
    Patch("moto.batch_simple.models:BatchSimpleBackend._mark_job_as_finished", "wrap",
          "replacements.batch:finish_job", "batch-placement", "leaves a job that fits no instance RUNNABLE"),
    Patch("moto.iam.models:SERVICE_NAME_CONVERSION.batch", "add", "Batch",
          "batch-service-role", "gives the service-linked role the name that it has on AWS"),
    Patch(f"{BATCH}.create_compute_environment", "wrap", "replacements.batch:create_compute_environment",
          "batch-service-role batch-managed-instances", "uses the service-linked role, and accepts Managed Instances"),
    Patch(f"{BATCH}.update_compute_environment", "wrap", "replacements.batch:update_compute_environment",
          "batch-updates", "applies new compute resources"),
    Patch(f"{BATCH}.delete_compute_environment", "wrap", "replacements.batch:delete_compute_environment",
          "batch-rules", "refuses while the environment is enabled or a queue uses it"),
    Patch(f"{BATCH}.delete_job_queue", "wrap", "replacements.batch:delete_job_queue",
          "batch-rules", "refuses while the queue is enabled"),
    Patch(f"{BATCH}.update_job_queue", "wrap", "replacements.batch:update_job_queue",
          "batch-rules", "refuses to add a scheduling policy"),
    Patch(f"{BATCH}.delete_scheduling_policy", "wrap", "replacements.batch:delete_scheduling_policy",
          "batch-rules", "refuses while a queue uses the policy"),
    Patch("moto.batch.models:JobDefinition._validate", "wrap", "replacements.batch:validate_definition",
          "batch-descriptions", "accepts ecsProperties and nodeProperties"),
    Patch("moto.batch.models:Job._container_details", "wrap", "replacements.batch:container_details",
          "batch-descriptions", "describes a job without containerProperties"),
    Patch(f"{BATCH}.register_job_definition", "wrap", "replacements.batch:register_job_definition",
          "batch-descriptions", "starts each revision afresh: moto lets it inherit from the previous one"),
    Patch(f"{REQUEST}.createcomputeenvironment", "wrap", "replacements.batch:remember_environment",
          "batch-descriptions", "stores the request's parameters"),
    Patch(f"{REQUEST}.updatecomputeenvironment", "wrap", "replacements.batch:remember_environment",
          "batch-descriptions", "stores the request's parameters"),
    Patch(f"{REQUEST}.describecomputeenvironments", "wrap", "replacements.batch:recall_environments",
          "batch-descriptions", "returns the stored parameters"),
    Patch(f"{REQUEST}.createjobqueue", "wrap", "replacements.batch:remember_queue",
          "batch-descriptions", "stores the request's parameters"),
    Patch(f"{REQUEST}.updatejobqueue", "wrap", "replacements.batch:remember_queue",
          "batch-descriptions", "stores the request's parameters"),
    Patch(f"{REQUEST}.describejobqueues", "wrap", "replacements.batch:recall_queues",
          "batch-descriptions", "returns the stored parameters"),
    Patch(f"{REQUEST}.registerjobdefinition", "wrap", "replacements.batch:remember_definition",
          "batch-descriptions", "stores the request's parameters"),
    Patch(f"{REQUEST}.describejobdefinitions", "wrap", "replacements.batch:recall_definitions",
          "batch-descriptions", "returns the stored parameters"),
    Patch(f"{LOGS}.associate_kms_key", "add", "replacements.logs:associate_kms_key",
          "log-group-keys", "sets the key of a log group"),
    Patch(f"{LOGS}.disassociate_kms_key", "add", "replacements.logs:disassociate_kms_key",
          "log-group-keys", "removes the key of a log group"),
    *(Patch(f"{REQUEST}.{operation}", "add", f"replacements.consumable_resources:{function}",
            "batch-consumable-resources", "serves the operation") for operation, function in CONSUMABLE.items()),
    *(Patch("moto.batch.urls:url_paths.{0}/v1/" + operation, "add", f"{REQUEST}.dispatch",
            "batch-consumable-resources", "routes the operation") for operation in CONSUMABLE),
]  # fmt: skip


def check_version(installed: str) -> None:
    """Refuses a moto of another minor version.

    A warning would not do: nobody sees it in a test run, and a patch that still fits can make moto answer wrongly.

    Raises Incompatible.
    """
    if installed.split(".")[:2] != WRITTEN_FOR.split("."):
        raise Incompatible(
            f"The local cloud is written for moto {WRITTEN_FOR}, and moto {installed} is installed. "
            "Install the version in local-cloud/requirements.txt, or adapt local-cloud/patches.py."
        )


def apply(patches: list[Patch] = PATCHES) -> None:
    """Puts every patch in place, or none.

    Raises Incompatible, naming every target that this moto does not have.
    """
    missing, ready = [], []
    for patch in patches:
        try:
            owner, name, original = locate(patch.target, optional=patch.how == "add")
        except (ImportError, AttributeError, KeyError):
            missing.append(patch.target)
        else:
            ready.append((owner, name, replacement(patch, original)))
    if missing:
        lacking = f"moto {version('moto')} does not have {', '.join(missing)}"
        raise Incompatible(f"{lacking}, which the local cloud replaces: adapt local-cloud/patches.py.")
    for owner, name, new in ready:
        if isinstance(owner, dict):
            owner[name] = new
        else:
            setattr(owner, name, new)


def replacement(patch: Patch, original: Any) -> Any:
    new = patch.replacement
    if isinstance(new, str) and ":" in new:
        new = locate(new)[2]
    return wrapped(original, new) if patch.how == "wrap" else new


def wrapped(original: Callable, new: Callable) -> Callable:
    return functools.wraps(original)(lambda *args, **options: new(original, *args, **options))


def locate(place: str, optional: bool = False) -> tuple[Any, str, Any]:
    """The owner, the name and the value of `module:path`. The value of an optional one is None if it is absent."""
    module, path = place.split(":")
    *parts, name = path.split(".")
    owner = functools.reduce(member, parts, import_module(module))
    return owner, name, None if optional else member(owner, name)


def member(owner: Any, name: str) -> Any:
    return owner[name] if isinstance(owner, dict) else getattr(owner, name)
