"""The WSGI application: moto's, and the URLs to which the functions of custom resources send their responses."""

from collections.abc import Callable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from kinds.cloudformation import answers


def application() -> Callable:
    def backend(service: Any) -> Any:
        app = create_backend_app(service)
        app.config["PROPAGATE_EXCEPTIONS"] = True  # otherwise the server's own errors leave no trace
        return app

    moto = DomainDispatcherApplication(backend)

    def serve(environ: dict[str, Any], start_response: Callable) -> Any:
        path = environ["PATH_INFO"]
        if not path.startswith("/custom-resource-answers/"):
            return moto(environ, start_response)
        waiting = answers.get(path) if environ["REQUEST_METHOD"] == "PUT" else None
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if waiting:
            waiting.put(body)
        start_response("200 OK" if waiting else "403 Forbidden", [("Content-Length", "0")])
        return [b""]

    return serve
