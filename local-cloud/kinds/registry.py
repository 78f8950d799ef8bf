"""Which kind a type of resource is of."""

from moto.cloudformation import parsing

from kinds import batch, cloudformation, ec2, iam, lambda_function, logs
from kinds.kind import Kind
from kinds.modelled import Modelled

KINDS: dict[str, Kind] = cloudformation.KINDS | batch.KINDS | ec2.KINDS | iam.KINDS | lambda_function.KINDS | logs.KINDS


def kind_of(type_name: str) -> Kind | None:
    """The kind of a type, or None if nothing here knows the type."""
    if type_name.startswith("Custom::"):
        return KINDS[cloudformation.CUSTOM]
    if type_name not in KINDS and type_name in parsing.get_model_map():
        KINDS[type_name] = Modelled(type_name)
    return KINDS.get(type_name)
