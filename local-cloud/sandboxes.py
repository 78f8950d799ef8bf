"""Processes of the local node in which a Lambda function runs, as Lambda's execution environments: each handles one
event after another, so that what a function keeps in memory stays from one invocation to the next.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
import os
import selectors
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from moto.awslambda.models import LambdaFunction
from moto.core.utils import utcnow

RUNNER = Path(__file__).with_name("runner.mjs")
CHUNK = 65_536


class Sandbox:
    def __init__(self, function: LambdaFunction, environment: dict[str, str]) -> None:
        self.environment = environment
        self.stream = f"{utcnow():%Y/%m/%d}/[{function.version}]{uuid.uuid4().hex}"
        self.has_ended = False
        self.answers, answer = os.pipe()
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        variables = environment | {"AWS_LAMBDA_LOG_STREAM_NAME": self.stream}
        folder = environment["LAMBDA_TASK_ROOT"]
        command = ["node", str(RUNNER), str(answer)]
        self.process = subprocess.Popen(command, cwd=folder, env=variables, pass_fds=[answer], **pipes)
        os.close(answer)

    def __del__(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.answers)

    def fits(self, environment: dict[str, str]) -> bool:
        return self.environment == environment and self.process.poll() is None

    def ask(self, request: dict[str, Any], seconds: int) -> tuple[bytes, dict[str, Any]]:
        """What a function prints during an invocation, and its result."""
        with suppress(BrokenPipeError):  # if it has ended already
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        output, answer = self.read(time.monotonic() + seconds)
        first, end, more = answer.partition(b"\n")
        if end:
            result = json.loads(first)
            # More comes of an error after the answer.
            self.has_ended |= result.get("ends", False) or bool(more)
            return output, result
        kind, failure = "Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds"
        if self.has_ended:
            kind, failure = "Runtime.ExitError", f"Runtime exited with error: exit status {self.process.wait()}"
        self.has_ended = True
        message = f"RequestId: {request['context']['awsRequestId']} Error: {failure}"
        return output, {"error": {"errorType": kind, "errorMessage": message}}

    def read(self, deadline: float) -> tuple[bytes, bytes]:
        """What it prints, and its answer, until it answers, ends, or is out of time."""
        texts = {self.process.stdout.fileno(): b"", self.answers: b""}
        with selectors.DefaultSelector() as selector:
            for file in texts:
                selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                is_answered = texts[self.answers].endswith(b"\n")
                # What was printed before the answer is there already.
                ready = selector.select(0 if is_answered else max(0, deadline - time.monotonic()))
                if not ready:
                    break
                for key, _ in ready:
                    chunk = os.read(key.fd, CHUNK)
                    texts[key.fd] += chunk
                    if not chunk:
                        selector.unregister(key.fd)
            self.has_ended = not selector.get_map()
        output, answer = texts.values()
        return output, answer


idle: WeakKeyDictionary[LambdaFunction, list[Sandbox]] = WeakKeyDictionary()
lock = threading.Lock()


def retire(function: LambdaFunction) -> None:
    """Ends the idle sandboxes of a function, which an update does also if it changes nothing."""
    with lock:
        idle.pop(function, None)


@contextmanager
def sandbox_of(function: LambdaFunction, environment: dict[str, str]) -> Iterator[Sandbox]:
    """An idle sandbox of the function with this environment, or a new one."""
    with lock:
        usable = [each for each in idle.get(function, []) if each.fits(environment)]
        sandbox = usable.pop() if usable else Sandbox(function, environment)
        idle[function] = usable
    yield sandbox
    if not sandbox.has_ended:
        with lock:
            idle.setdefault(function, []).append(sandbox)
