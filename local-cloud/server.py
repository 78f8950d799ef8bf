"""The local cloud's server: moto, extended with the features it lacks. README.md says how it is built.

python local-cloud/server.py --port 5000     serves http://127.0.0.1:5000 and prints one line when ready
python local-cloud/server.py --additions     prints what this folder adds to moto, as JSON
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version

import patches

HOST = "127.0.0.1"
GRACE = 3  # seconds that requests in progress may hold up the end


def main() -> None:
    options = argparse.ArgumentParser(description="A local AWS")
    options.add_argument("--port", type=int, default=5000, help="0 chooses a free one")
    options.add_argument("--additions", action="store_true", help="print what moto still lacks, and stop")
    options.add_argument("--until-eof", action="store_true", help="stop when standard input ends")
    arguments = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    if arguments.until_eof:
        end_with_standard_input()
    if arguments.additions:
        from features import report

        print(json.dumps(report(), indent=2))
        return
    try:
        application = prepare()
    except patches.Incompatible as error:
        sys.exit(str(error))
    serve(application, arguments.port)


def end_with_standard_input() -> None:
    threading.Thread(target=stop_at_eof, daemon=True).start()


def stop_at_eof() -> None:
    """Ends this process when standard input does.

    The parent holds the other end of the pipe and never writes. The operating system closes it however the parent
    ends, SIGKILL included.
    """
    while os.read(0, 1):  # sys.stdin has a lock, which a blocked read would still hold when Python ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def prepare() -> Callable:
    """Loads moto and extends it. Returns the WSGI application.

    Raises patches.Incompatible.
    """
    os.environ |= {
        "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # roles attach AWS's own policies
        "AWS_DEFAULT_REGION": "us-east-1",  # SAM's translator asks boto3 for a partition
    }
    patches.check_version(version("moto"))
    # Imported here because only a moto of the right version is sure to have what these files import.
    from application import application

    patches.apply()
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    return application()


def serve(application: Callable, port: int) -> None:
    from werkzeug.serving import make_server

    import functions

    server = make_server(HOST, port, application, threaded=True)
    functions.endpoint = f"http://{HOST}:{server.port}"
    print(f"Ready on {functions.endpoint}", flush=True)
    try:
        server.serve_forever()
    except (SystemExit, KeyboardInterrupt):
        functions.clean_up()
        os._exit(0)  # Python would first take all of moto's objects apart, which takes seconds


if __name__ == "__main__":
    main()
