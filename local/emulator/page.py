"""Serves the page on a port of its own, from the distribution that is deployed to the emulator:
with the origins, headers and compression that it has on AWS."""

import gzip
import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from local.emulator.guard import Application, Scope, Send, headers_of, refuse

BODY_BYTES = 11 * 1024 * 1024
"""More than the API takes, which refuses it in its own words."""

COMPRESSED_BYTES = range(1000, 10_000_001)
_COMPRESSED_TYPES = re.compile(r"text/|application/(\w+\+)?(javascript|json|xml)|image/svg")
_BUCKET = re.compile(r"https://[a-z0-9.-]+\.s3[a-z0-9.-]*\.amazonaws\.com")

Response = tuple[int, dict[str, Any], bytes]


@dataclass(frozen=True)
class Request:
    """`path` is encoded, as it was sent. The names of headers are in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


class Page:
    """The ASGI application `app`, but for requests on the page's port, which `view` answers.

    Only pages from `origins` may use it: the page itself, and those of servers with which it is
    developed. The page's policy names the buckets on AWS; here they are at `emulator_url`.
    """

    def __init__(
        self,
        app: Application,
        view: Callable[[Request], Awaitable[Response | None]],
        *,
        port: int,
        emulator_url: str,
        origins: Collection[str],
    ) -> None:
        self._app = app
        self._view = view
        self._port = port
        self._emulator_url = emulator_url
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["server"][1] != self._port:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Any, send: Send) -> None:
        headers = headers_of(scope)
        path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
        host, origin = headers.get("host"), headers.get("origin")
        if host == f"localhost:{self._port}":  # another origin, which S3 does not let in
            await _redirect(send, f"http://127.0.0.1:{self._port}{path}", query)
        elif host != f"127.0.0.1:{self._port}":
            await refuse(send, "The Host header names another server.")
        elif origin is not None and origin not in self._origins:
            await refuse(send, "Only the page may use this address.")
        elif (body := await _body(receive)) is None:
            await refuse(send, "The body is too large.", 413)
        else:
            request = Request(scope["method"], path, query, headers, body)
            answer = await self._view(request) or _not_yet()
            await _send(send, request, self._with_local_buckets(_compressed(request, answer)))

    def _with_local_buckets(self, answer: Response) -> Response:
        status, headers, body = answer
        policy = "content-security-policy"
        return (
            status,
            {
                name: _BUCKET.sub(self._emulator_url, value) if name.lower() == policy else value
                for name, value in headers.items()
            },
            body,
        )


def _not_yet() -> Response:
    text = b"The page is not deployed yet. Load it again in a minute."
    return 503, {"Content-Type": "text/plain", "Retry-After": "5"}, text


def _compressed(request: Request, answer: Response) -> Response:
    """Compresses what CloudFront does."""
    status, headers, body = answer
    given = {name.lower(): value for name, value in headers.items()}
    wanted = "gzip" in request.headers.get("accept-encoding", "")
    kind = _COMPRESSED_TYPES.match(given.get("content-type", ""))
    if "content-encoding" in given or not (wanted and kind and len(body) in COMPRESSED_BYTES):
        return answer
    return (
        status,
        headers | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
        gzip.compress(body),
    )


async def _body(receive: Any) -> bytes | None:
    """The body of a request; None if it is too large."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY_BYTES:
            return None
    return body


async def _redirect(send: Send, url: str, query: str) -> None:
    location = (f"{url}?{query}" if query else url).encode("latin-1")
    headers = [(b"location", location), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body"})


async def _send(send: Send, request: Request, answer: Response) -> None:
    status, headers, body = answer
    fields = [
        (name.lower().encode("latin-1"), str(each).encode("latin-1"))
        for name, value in headers.items()
        for each in (value if isinstance(value, list) else [value])
        if name.lower() != "content-length" or request.method == "HEAD"
    ]
    if request.method != "HEAD":
        fields.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
