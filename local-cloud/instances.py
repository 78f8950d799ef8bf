"""Whether a job fits an instance of the compute environments that its queue uses.

A job that fits none stays RUNNABLE on AWS, with one of the reasons below.
https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_misconfiguration.html
"""

import itertools
from typing import Any, NamedTuple

from moto.ec2.models.instance_types import INSTANCE_TYPES

TOO_LARGE = (
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that "
    "can be met by the CE(s) attached to the job queue."
)
OVER_MAXIMUM = (
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU "
    "requirement of the job."
)

# https://docs.aws.amazon.com/batch/latest/userguide/instance-type-compute-table.html
BUNDLES = {
    "optimal": ["m6i", "c6i", "r6i", "c7i"],  # the same as default_x86_64 since 2025-11
    "default_x86_64": ["m6i", "c6i", "r6i", "c7i"],
    "default_arm64": ["m6g", "c6g", "r6g", "c7g"],
}

# MiB that the ECS container agent reserves, which jobs cannot use.
# https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html
RESERVED = 32


class Size(NamedTuple):
    """What a job needs or an instance has."""

    vcpus: float
    memory: float  # MiB
    gpus: float = 0

    def fits(self, other: "Size") -> bool:
        return all(need <= available for need, available in zip(self, other, strict=True))


def size_of(instance_type: str) -> Size:
    described = INSTANCE_TYPES[instance_type]
    gpus = sum(gpu.get("Count", 0) for gpu in described.get("GpuInfo", {}).get("Gpus", []))
    return Size(described["VCpuInfo"]["DefaultVCpus"], described["MemoryInfo"]["SizeInMiB"] - RESERVED, gpus)


def offered(names: list[str]) -> list[Size] | None:
    """The sizes behind instance types, families and bundles. None if moto's data lacks one of them."""
    sizes: list[Size] = []
    for name in itertools.chain.from_iterable(BUNDLES.get(each, [each]) for each in names):
        found = [kind for kind in INSTANCE_TYPES if name in (kind, kind.split(".")[0])]
        if not found:
            return None
        sizes += map(size_of, found)
    return sizes


def obstacle(need: Size, environments: list[Any]) -> str | None:
    """Why a job of a size cannot run in any of the compute environments, or None if it can."""
    reason = OVER_MAXIMUM
    for environment in environments:
        resources = environment.compute_resources or {}
        if need.vcpus > float(resources.get("maxvCpus", need.vcpus)):
            continue
        reason = TOO_LARGE
        types = resources.get("instanceTypes")
        sizes = offered(types) if types else None  # Fargate and unmanaged environments have no types
        if sizes is None or any(need.fits(size) for size in sizes):
            return None
    return reason
