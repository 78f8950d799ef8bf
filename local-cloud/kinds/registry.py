"""Which kind a type of resource is of."""

from moto.cloudformation import parsing

from kinds import (
    batch,
    cloudformation,
    cloudwatch,
    ec2,
    efs,
    events,
    iam,
    lambda_function,
    logs,
    s3,
    secrets,
    security_groups,
    servicecatalog,
    sns,
    sqs,
)
from kinds.kind import Kind
from kinds.modelled import Modelled

SERVICES = [
    batch, cloudformation, cloudwatch, ec2, efs, events, iam, lambda_function, logs, s3, secrets, security_groups,
    servicecatalog, sns, sqs,
]  # fmt: skip
KINDS: dict[str, Kind] = {name: kind for service in SERVICES for name, kind in service.KINDS.items()}


def kind_of(type_name: str) -> Kind | None:
    """The kind of a type, or None if nothing here knows the type."""
    if type_name.startswith("Custom::"):
        return KINDS[cloudformation.CUSTOM]
    if type_name not in KINDS and type_name in parsing.get_model_map():
        KINDS[type_name] = Modelled(type_name)
    return KINDS.get(type_name)
