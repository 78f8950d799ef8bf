"""Runs Lambda functions with the local node, from the zip file that they were deployed with."""

import atexit
import io
import json
import os
import shutil
import tempfile
import threading
import time
import uuid
import zipfile
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends

from sandboxes import sandbox_of

PACKAGES = Path(__file__).parent.parent / "node_modules"
LONGEST_TAIL = 4096  # https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
endpoint = ""  # this server's URL, set once it listens
workspace = Path(tempfile.mkdtemp(prefix="local-cloud-"))
unpacking = threading.Lock()


def clean_up() -> None:
    shutil.rmtree(workspace, ignore_errors=True)


atexit.register(clean_up)


def function_of(account: str, region: str, name_or_arn: str) -> LambdaFunction:
    return lambda_backends[account][region].get_function(name_or_arn)


def unpacked(function: LambdaFunction) -> Path:
    """The folder with a function's code. Each zip file is extracted once."""
    folder = workspace / function.code_digest
    with unpacking:
        if not folder.exists():
            zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(folder)
    return folder


def environment_of(function: LambdaFunction, code: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "function",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "LAMBDA_TASK_ROOT": str(code),
        "NODE_PATH": str(PACKAGES),  # Lambda's runtime has the SDK, which inline code requires
        "PROVOSE_BATCH_LOCAL_ORIGIN": endpoint,  # lets the macro's custom resources respond to this server
        "TZ": ":UTC",
        "_HANDLER": function.handler,
    } | function.environment_vars


def context_of(function: LambdaFunction, request_id: str, stream: str) -> dict[str, str]:
    return {
        "awsRequestId": request_id,
        "functionName": function.function_name,
        "functionVersion": str(function.version),
        "invokedFunctionArn": function.function_arn,
        "logGroupName": function.logs_group_name,
        "logStreamName": stream,
        "memoryLimitInMB": str(function.memory_size),
    }


def invoke(function: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
    """Invokes a function. Returns the payload, whether it is an error, and the end of the log."""
    request_id, started, seconds = str(uuid.uuid4()), time.time(), int(function.timeout)
    with sandbox_of(function, environment_of(function, unpacked(function))) as sandbox:
        request = {
            "event": event,
            "deadline": int((started + seconds) * 1000),
            "context": context_of(function, request_id, sandbox.stream),
        }
        output, result = sandbox.ask(request, seconds)
    error, took = result.get("error"), (time.time() - started) * 1000
    lines = [f"START RequestId: {request_id} Version: {function.version}"]
    lines += [line for line in output.decode(errors="replace").splitlines() if line]
    lines += [json.dumps(error)] if error else []
    lines += [f"END RequestId: {request_id}", f"REPORT RequestId: {request_id}\tDuration: {took:.2f} ms"]
    write_log(function, sandbox.stream, [{"timestamp": int(started * 1000), "message": line} for line in lines])
    payload = json.dumps(error or result["payload"], separators=(",", ":"))
    return payload, bool(error), "\n".join(lines)[-LONGEST_TAIL:]


def write_log(function: LambdaFunction, stream: str, events: list[dict[str, Any]]) -> None:
    logs, group = function.logs_backend, function.logs_group_name
    logs.ensure_log_group(group)
    if stream not in logs.groups[group].streams:
        logs.create_log_stream(group, stream)
    logs.put_log_events(group, stream, events)
