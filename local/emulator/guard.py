"""Keeps web pages away from the emulator, whose credentials are public.

Any page that a person visits can send requests to 127.0.0.1: a form that erases everything needs no
script. A page can also reach the emulator as if it were the page's own site, under a host name that
first leads to the page's server and then to 127.0.0.1 (DNS rebinding).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Send], Awaitable[None]]

_LOCAL_PAGE = re.compile(r"http://(localhost|127\.0\.0\.1)(:[0-9]+)?")
_READING = ("GET", "HEAD")
_API = "/_aws/execute-api/"
_CONTROL = ("/_ministack", "/_localstack", "/_aws/")


class Guard:
    """The ASGI application `app`, but for requests that a web page may not send. `service_of` says
    for which AWS service a request is, by its method, path, headers and query."""

    def __init__(
        self, app: Application, port: int, service_of: Callable[[str, str, Any, Any], str]
    ) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._service_of = service_of

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "http":
            reason = self._reason_to_refuse(scope)
            if reason is not None:
                await _refuse(send, reason)
                return
        elif scope["type"] == "websocket":  # Stills has none, and any page may open one
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    def _reason_to_refuse(self, scope: Scope) -> str | None:
        headers = _headers(scope)
        if headers.get("host") not in self._hosts:
            return "The Host header names another server."
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin is None and site == "none":
            return None  # no web page sent it
        if not self._is_for_pages(scope, headers):
            return "Web pages may use only the API and S3."
        if origin is None:
            return None if scope["method"] in _READING else "The Origin header is missing."
        return None if _LOCAL_PAGE.fullmatch(origin) else "The page is not from this machine."

    def _is_for_pages(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        path = scope["path"]
        if path.startswith(_API):
            return True
        return (
            not path.startswith(_CONTROL)
            and self._service_of(scope["method"], path, headers, {}) == "s3"
        )


def _headers(scope: Scope) -> dict[str, str]:
    """The headers by their names in lower case. One that is repeated has all of its values, and so
    is equal to none that is allowed."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


async def _refuse(send: Send, reason: str) -> None:
    body = reason.encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
