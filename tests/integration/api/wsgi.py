"""The API as a WSGI application, for tools that send HTTP requests."""

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from tests.integration.api.world import ROOT, Answer, Api

NO_SUCH_ROUTE = json.loads((ROOT / ".chalice" / "gateway-responses.json").read_text())[
    "MISSING_AUTHENTICATION_TOKEN"
]
Environ = dict[str, Any]


def application(user: Callable[[], Api]) -> Callable[[Environ, Any], Iterable[bytes]]:
    """Every request is one of whom `user` returns at that time."""

    def serve(environ: Environ, start_response: Any) -> Iterable[bytes]:
        answer = call(user(), environ)
        status = HTTPStatus(answer.status)
        start_response(f"{status.value} {status.phrase}", list(answer.headers.items()))
        return [answer.content]

    return serve


def call(api: Api, environ: Environ) -> Answer:
    method, path = environ["REQUEST_METHOD"], environ["REQUEST_URI"].partition("?")[0]
    if not is_route(api, method, path):
        content = json.dumps(NO_SUCH_ROUTE).encode()
        return Answer(404, {"content-type": "application/problem+json"}, content)
    query, length = environ.get("QUERY_STRING", ""), int(environ.get("CONTENT_LENGTH") or 0)
    headers = {
        name.removeprefix("HTTP_").title(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") and name != "HTTP_HOST"
    }
    body = environ["wsgi.input"].read(length)
    return api.call(method, f"{path}?{query}", body, **headers)


def is_route(api: Api, method: str, path: str) -> bool:
    """API Gateway compares the segments of a path before it decodes them."""
    for route, methods in api.app.routes.items():
        pattern = re.sub(r"{\w+}", "[^/]+", route)
        if re.fullmatch(pattern, path):
            return method in methods
    return False
