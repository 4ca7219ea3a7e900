"""Keeps web pages away from the emulator, whose credentials are public.

Any page that a person visits can send requests to 127.0.0.1: a form that erases everything needs no
script. A page can also reach the emulator as if it were the page's own site, under a host name that
first leads to the page's server and then to 127.0.0.1 (DNS rebinding).
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any
from urllib.parse import parse_qs

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Send], Awaitable[None]]

_READING = ("GET", "HEAD")
_SIGNATURE = "X-Amz-Signature"
_API = "/_aws/execute-api/"
_CONTROL = ("/_ministack", "/_localstack", "/_aws/")


class Guard:
    """The ASGI application `app`, but for requests that a web page may not send.

    Pages of the given origins may use presigned URLs of S3, and no other page may send anything.
    `service_of` says for which AWS service a request is, by its method, path, headers and query.
    """

    def __init__(
        self,
        app: Application,
        port: int,
        origins: Collection[str],
        service_of: Callable[[str, str, Any, Any], str],
    ) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._origins = origins
        self._service_of = service_of

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "http":
            reason = self._reason_to_refuse(scope)
            if reason is not None:
                await refuse(send, reason)
                return
        elif scope["type"] == "websocket":  # Stills has none, and any page may open one
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, receive, send)

    def _reason_to_refuse(self, scope: Scope) -> str | None:
        headers = headers_of(scope)
        if headers.get("host") not in self._hosts:
            return "The Host header names another server."
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if origin is None and site == "none":
            return None  # no web page sent it
        if origin is not None:
            if origin not in self._origins:
                return "The page is not that of Stills."
            uses_presigned = self._is_for_s3(scope, headers) and _is_presigned(scope)
            return None if uses_presigned else "The page may use only presigned URLs here."
        if scope["method"] not in _READING:
            return "The Origin header is missing."
        can_be_linked = scope["path"].startswith(_API) or self._is_for_s3(scope, headers)
        return None if can_be_linked else "Web pages may lead only to the API and S3."

    def _is_for_s3(self, scope: Scope, headers: Mapping[str, str]) -> bool:
        method, path = scope["method"], scope["path"]
        return not path.startswith(_CONTROL) and self._service_of(method, path, headers, {}) == "s3"


def _is_presigned(scope: Scope) -> bool:
    """Whether the request has a signature in its URL, or sends a form, which contains one, to a
    bucket, or asks whether it may do so."""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    method, key = scope["method"], scope["path"].strip("/").partition("/")[2]
    is_form = not query and not key
    if method == "OPTIONS":
        return _SIGNATURE in query or is_form
    if method == "POST":
        return is_form
    return method in ("GET", "HEAD", "PUT") and bool(key) and _SIGNATURE in query


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by their names in lower case. One that is repeated has all of its values, and so
    is equal to none that is allowed."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


async def refuse(send: Send, reason: str, status: int = 403) -> None:
    body = reason.encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
