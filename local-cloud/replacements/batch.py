"""AWS Batch: its service-linked role, its rules for deletion, jobs, and the parameters that moto does not model.

A function whose first parameter is `original` wraps moto's and receives it there.
"""

import functools
import json
from collections.abc import Callable
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.models import BatchBackend, ComputeEnvironment, Job, JobDefinition
from moto.batch.responses import BatchResponse
from moto.batch.utils import JobStatus
from moto.batch_simple.models import BatchSimpleBackend
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from instances import Size, obstacle

SERVICE_ROLE = "AWSServiceRoleForBatch"

# What moto lets a revision of a job definition inherit.
INHERITED = (
    "container_properties", "eks_properties", "node_properties", "parameters", "platform_capabilities",
    "propagate_tags", "retry_strategy",
)  # fmt: skip


def create_compute_environment(
    original: Callable,
    self: BatchBackend,
    compute_resources: dict[str, Any] | None = None,
    service_role: str | None = None,
    **options: Any,
) -> ComputeEnvironment:
    if not service_role:
        iam = iam_backends[self.account_id][get_partition(self.region_name)]
        linked = [role for role in iam.roles.values() if role.name == SERVICE_ROLE]
        linked = linked or [iam.create_service_linked_role("batch.amazonaws.com", "", "")]
        service_role = linked[0].arn
    resources = modelled(self, compute_resources)
    environment = original(self, compute_resources=resources, service_role=service_role, **options)
    environment.compute_resources = compute_resources
    return environment


def modelled(self: BatchBackend, resources: dict[str, Any] | None) -> dict[str, Any] | None:
    """The compute resources in a form that moto can check. Like Fargate, Managed Instances start no instances here."""
    if not resources or resources.get("type") != "ECS_MANAGED_INSTANCES":
        return resources
    network = resources["managedInstancesProvider"]["instanceLaunchTemplate"]["networkConfiguration"]
    vpc = self.ec2_backend.get_subnet(network["subnets"][0]).vpc_id
    groups = network.get("securityGroups") or [self.ec2_backend.get_security_group_from_name("default", vpc).id]
    checked = {"subnets": network["subnets"], "securityGroupIds": groups, "maxvCpus": resources["maxvCpus"]}
    return checked | {"type": "FARGATE"}


def update_compute_environment(original: Callable, self: BatchBackend, **options: Any) -> Any:
    """What the request omits stays as it is, and an empty value removes.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResourceUpdate.html
    """
    answer = original(self, **options)
    environment = self.get_compute_environment(options["compute_environment_name"])
    changed = (environment.compute_resources or {}) | (options["compute_resources"] or {})
    environment.compute_resources = {name: value for name, value in changed.items() if not is_empty(value)}
    return answer


def is_empty(value: Any) -> bool:
    """Whether a value says nothing, such as a launch template whose id is an empty text."""
    if isinstance(value, dict):
        return all(map(is_empty, value.values()))
    return value in ("", [])


def delete_compute_environment(original: Callable, self: BatchBackend, name: str) -> None:
    environment = self.get_compute_environment(name)
    if environment and environment.state != "DISABLED":
        raise ClientException("Cannot delete, compute environment must be disabled first")
    if any(environment in job_queue.environments for job_queue in self._job_queues.values()):
        raise ClientException("Cannot delete, found existing JobQueue relationship")
    original(self, name)


def update_job_queue(original: Callable, self: BatchBackend, **options: Any) -> Any:
    """A queue has a scheduling policy from the start or never.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html
    """
    job_queue = self.get_job_queue(options["queue_name"])
    if job_queue and options["schedule_policy"] and not job_queue.schedule_policy:
        raise ClientException("Cannot add a scheduling policy to a job queue that was created without one")
    return original(self, **options)


def delete_scheduling_policy(original: Callable, self: BatchBackend, arn: str) -> None:
    if any(job_queue.schedule_policy == arn for job_queue in self._job_queues.values()):
        raise ClientException("Cannot delete, found existing JobQueue relationship")
    original(self, arn)


def delete_job_queue(original: Callable, self: BatchBackend, name: str) -> None:
    job_queue = self.get_job_queue(name)
    if job_queue and job_queue.state != "DISABLED":
        raise ClientException("Cannot delete, job queue must be disabled first")
    original(self, name)


def register_job_definition(original: Callable, self: BatchBackend, **options: Any) -> JobDefinition:
    definition = original(self, **options)  # a new revision inherits nothing from the previous one
    for name in INHERITED:
        setattr(definition, name, options[name])
    definition.parameters = definition.parameters or {}
    return definition


def validate_definition(original: Callable, self: JobDefinition) -> None:
    if self.container_properties or self.eks_properties:  # moto does not know ecsProperties
        original(self)


def container_details(original: Callable, self: Job) -> dict[str, Any]:
    return original(self) if self.job_definition.container_properties else {}


def finish_job(original: Callable, self: BatchSimpleBackend, include_start_attempt: bool, job: Job) -> None:
    """Lets a job succeed at once, unless it fits no instance. It then stays RUNNABLE, also after later updates."""
    reason = obstacle(need_of(job), job.job_queue.environments) if job.job_definition.container_properties else None
    if not reason:
        original(self, include_start_attempt, job)
        return
    self.backend._jobs[job.job_id] = job
    job.status, job.job_stopped_reason = JobStatus.RUNNABLE, reason


def need_of(job: Job) -> Size:
    """The resources that a job requires, by its definition and the overrides of its submission."""
    needs: dict[str, float] = {}
    for source in job.job_definition.container_properties, job.container_overrides:
        needs |= {name: float(source[name]) for name in ("vcpus", "memory") if source.get(name)}
        for requirement in source.get("resourceRequirements") or []:
            name = {"VCPU": "vcpus", "MEMORY": "memory", "GPU": "gpus"}[requirement["type"]]
            needs[name] = float(requirement["value"])
    return Size(needs.get("vcpus", 0), needs.get("memory", 0), needs.get("gpus", 0))


described: dict[str, dict[str, Any]] = {}  # the parameters received for each ARN


def remember(key: str, original: Callable, self: BatchResponse) -> str:
    """Creates or updates as moto does, and stores the request's parameters."""
    answer = original(self)
    arn, given = json.loads(answer)[key], json.loads(self.body)
    given = {name: value for name, value in given.items() if name not in ("computeEnvironment", "jobQueue")}
    described[arn] = (described.get(arn, {}) if "update" in original.__name__ else {}) | given
    return answer


def recall(key: str, original: Callable, self: BatchResponse) -> str:
    """Describes as moto does, and adds the stored parameters that moto left out."""
    ((section, entries),) = json.loads(original(self)).items()
    return json.dumps({section: [described.get(entry[key], {}) | entry for entry in entries]})


remember_environment = functools.partial(remember, "computeEnvironmentArn")
remember_queue = functools.partial(remember, "jobQueueArn")
remember_definition = functools.partial(remember, "jobDefinitionArn")
recall_environments = functools.partial(recall, "computeEnvironmentArn")
recall_queues = functools.partial(recall, "jobQueueArn")
recall_definitions = functools.partial(recall, "jobDefinitionArn")
