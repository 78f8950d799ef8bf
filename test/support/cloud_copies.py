"""Gives each test file a local cloud of its own at once: a copy of this process, which has loaded moto.

It prints the port where it accepts connections. Each connection gets a copy, which prints to it what a server prints,
and ends with it. This process ends with its standard input.
"""

import gc
import os
import selectors
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "local-cloud"))

import server  # noqa: E402

SERVICES = ["batch", "cloudformation", "ec2", "ecr", "events", "iam", "lambda", "logs", "s3", "scheduler", "sns", "sqs"]


def main() -> None:
    application = server.prepare()
    load(application)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.create_server((server.HOST, 0)) as control, selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        print(control.getsockname()[1], flush=True)
        while all(key.fileobj is control for key, _ in selector.select()):
            connection, _ = control.accept()
            if os.fork() == 0:
                serve(application, connection)
            connection.close()


def load(application: Callable) -> None:
    """Loads what the first requests and the first deployment would load."""
    import samtranslator.translator.translator  # noqa: F401
    from werkzeug.test import Client

    for service in SERVICES:
        scope = f"local/20260101/us-east-1/{service}/aws4_request"
        Client(application).get("/", headers={"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}"})
    gc.freeze()  # the copies share what is loaded


def serve(application: Callable, connection: socket.socket) -> None:
    import functions

    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    functions.workspace = Path(tempfile.mkdtemp(prefix="local-cloud-"))
    os.dup2(connection.fileno(), 0)
    os.dup2(connection.fileno(), 1)
    server.end_with_standard_input()
    server.serve(application, 0)


if __name__ == "__main__":
    main()
