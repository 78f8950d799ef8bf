"""CloudWatch Logs: the encryption of log groups, which moto accepts at their creation only."""

from moto.logs.responses import LogsResponse


def associate_kms_key(self: LogsResponse) -> str:
    encrypt(self, self._get_param("kmsKeyId"))
    return ""


def disassociate_kms_key(self: LogsResponse) -> str:
    encrypt(self, None)
    return ""


def encrypt(request: LogsResponse, key: str | None) -> None:
    request.logs_backend.groups[request._get_param("logGroupName")].kms_key_id = key
