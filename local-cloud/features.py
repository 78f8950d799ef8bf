"""The features that moto lacks and this folder adds, each with a probe of whether moto still lacks it."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from moto.awslambda.models import LambdaFunction
from moto.batch.models import BatchBackend, ComputeEnvironment
from moto.batch_simple.models import BatchSimpleBackend
from moto.cloudformation import custom_model, models, parsing, responses
from moto.core.config import default_user_config
from moto.iam import policy_validation
from moto.logs.responses import LogsResponse

from patches import PATCHES


class Feature(NamedTuple):
    why: str
    """What moto does instead."""
    still_missing: Callable[[], bool]
    """Whether moto, not yet patched, lacks it. False: remove the feature from this folder."""


def lacks(owner: Any, *words: str) -> bool:
    """Whether none of the words occurs in the source."""
    source = inspect.getsource(owner)
    return not any(word in source for word in words)


def has(owner: Any, word: str) -> bool:
    return not lacks(owner, word)


SUMMARY = responses.get_template_summary_response_from_template

FEATURES = {
    "macros": Feature(
        "Moto ignores Transform and has no AWS::CloudFormation::Macro.",
        lambda: "AWS::CloudFormation::Macro" not in parsing.get_model_map(),
    ),
    "serverless": Feature(
        "Moto ignores AWS::Serverless-2016-10-31. The package aws-sam-translator is what AWS runs.",
        lambda: lacks(models, "AWS::Serverless") and lacks(parsing, "AWS::Serverless"),
    ),
    "processed-template": Feature(
        "GetTemplate ignores TemplateStage.",
        lambda: lacks(responses.CloudFormationResponse.get_template, "TemplateStage"),
    ),
    "template-url": Feature(
        "The URL of a template in this server's own S3 is not recognized.",
        lambda: lacks(responses.get_stack_from_s3_url, "127.0.0.1"),
    ),
    "template-summary": Feature(
        "GetTemplateSummary fails without AWSTemplateFormatVersion, which is optional.",
        lambda: has(SUMMARY, '["AWSTemplateFormatVersion"]'),
    ),
    "capabilities": Feature(
        "No capability is ever required.",
        lambda: lacks(responses.CloudFormationResponse, "CAPABILITY_IAM", "InsufficientCapabilities"),
    ),
    "change-set-type": Feature(
        "The default type of a change set is CREATE. On AWS, it is UPDATE.",
        lambda: has(responses.CloudFormationResponse.create_change_set, '"ChangeSetType", "CREATE"'),
    ),
    "template-checks": Feature(
        "Unknown sections, unresolved references and exceeded quotas are accepted.",
        lambda: lacks(models, "Invalid template property") and lacks(parsing, "Invalid template property"),
    ),
    "intrinsics": Feature(
        "Fn::Cidr is unknown, Fn::GetAZs accepts no Ref, and Fn::GetAtt splits at every dot.",
        lambda: lacks(parsing, "Fn::Cidr"),
    ),
    "deployment": Feature(
        "Nothing is rolled back, updates compare templates, and deletion is by trial and error.",
        lambda: lacks(models, "ROLLBACK_IN_PROGRESS"),
    ),
    "resource-descriptions": Feature(
        "DescribeStackResources ignores PhysicalResourceId, and every resource has the status of its stack.",
        lambda: lacks(responses.CloudFormationResponse.describe_stack_resources, "PhysicalResourceId"),
    ),
    "custom-resources": Feature(
        "Only Create is ever sent, and its response is not awaited.",
        lambda: lacks(custom_model, "OldResourceProperties"),
    ),
    "node-functions": Feature(
        "A function runs only in Docker.",
        lambda: has(LambdaFunction._invoke_lambda, "docker"),
    ),
    "function-logging": Feature(
        "LoggingConfig is dropped.",
        lambda: lacks(LambdaFunction, "LoggingConfig"),
    ),
    "batch-jobs": Feature(
        "A job runs only in Docker. Here it succeeds at once.",
        lambda: default_user_config["batch"]["use_docker"],
    ),
    "batch-placement": Feature(
        "A job succeeds even if no instance of its compute environments is large enough.",
        lambda: lacks(BatchSimpleBackend, "instanceTypes"),
    ),
    "batch-service-role": Feature(
        "ServiceRole is required. Batch uses its service-linked role if none is given.",
        lambda: has(BatchBackend.create_compute_environment, "ServiceRole is required"),
    ),
    "batch-updates": Feature(
        "An update ignores the compute resources of an environment.",
        lambda: lacks(BatchBackend.update_compute_environment, ".compute_resources"),
    ),
    "batch-descriptions": Feature(
        "Parameters that moto does not model, such as UpdatePolicy, are not described.",
        lambda: lacks(BatchBackend.describe_compute_environments, "updatePolicy"),
    ),
    "batch-rules": Feature(
        "Environments and queues can be deleted while they are enabled or in use.",
        lambda: lacks(BatchBackend.delete_compute_environment, "DISABLED"),
    ),
    "batch-managed-instances": Feature(
        "A compute environment cannot be of type ECS_MANAGED_INSTANCES.",
        lambda: lacks(BatchBackend, "ECS_MANAGED_INSTANCES"),
    ),
    "batch-consumable-resources": Feature(
        "There are no consumable resources.",
        lambda: lacks(BatchBackend, "consumable"),
    ),
    "log-group-keys": Feature(
        "The KMS key of a log group cannot be changed.",
        lambda: not hasattr(LogsResponse, "associate_kms_key"),
    ),
    "policy-version": Feature(
        "A policy without Version is refused. On AWS, Version has a default.",
        lambda: has(policy_validation, "must be version 2012-10-17"),
    ),
    "resource-types": Feature(
        "Moto's CloudFormation models of EC2, IAM, Batch and Lambda drop properties, tags and attached policies, "
        "and most can be neither updated nor deleted. The files in kinds/ call the APIs instead.",
        lambda: hasattr(ComputeEnvironment.update_from_cloudformation_json, "__isabstractmethod__"),
    ),
}


def report() -> dict[str, dict[str, Any]]:
    """Each feature with its reason, the patches it needs, and whether moto still lacks it. Call it before patching."""
    return {
        name: {
            "why": why,
            "patches": [patch.target for patch in PATCHES if name in patch.features.split()],
            "still_missing": still_missing(),
        }
        for name, (why, still_missing) in FEATURES.items()
    }
