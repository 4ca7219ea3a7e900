"""Patches of CloudFront, for the page: a port of its own, and the API as an origin."""

from typing import Any
from urllib.parse import parse_qs, unquote

from hypercorn.config import Config
from ministack import app
from ministack.services import cloudfront

from local.emulator.page import Request, Response

_API = ".execute-api."


def listen(address: str) -> None:
    """Makes MiniStack listen on one more address."""
    upstream = Config.bind.fset

    def bind(self: Config, addresses: list[str]) -> None:
        upstream(self, [*addresses, address])

    Config.bind = Config.bind.setter(bind)


def reach_the_api() -> None:
    """MiniStack refuses an origin that belongs to AWS, so that no request leaves the machine. Now
    it serves an origin that is one of its own APIs."""
    upstream = cloudfront._fetch_from_origin

    async def fetch(
        origin: dict[str, Any],
        method: str,
        uri: str,
        query: str,
        headers: dict[str, str],
        body: bytes,
        *viewer: Any,
    ) -> Any:
        host = origin["domain_name"]
        if _API not in host:
            return await upstream(origin, method, uri, query, headers, body, *viewer)
        path = f"/_aws/execute-api/{host.partition('.')[0]}{uri}"
        parameters = parse_qs(query, keep_blank_values=True)
        answer = await app._handle_execute_api_request(
            host, unquote(path), method, headers | {"host": host}, body, parameters, path, query
        )
        if answer is None:
            raise cloudfront.OriginUnreachable(f"there is no API {host}")
        status, given, content = answer
        return status, "", cloudfront._multidict_from_pairs(given.items()), content

    cloudfront._fetch_from_origin = fetch


async def view(request: Request) -> Response | None:
    """What the distribution of the local cloud answers; None if there is none yet. MiniStack would
    serve it only under a host name that leads to AWS."""
    distribution = next(iter(cloudfront._distributions.values()), None)
    if distribution is None:
        return None
    behind_tls = {"host": distribution["DomainName"], "x-forwarded-proto": "https"}
    answer: Response = await cloudfront.handle_viewer_request(
        distribution,
        request.method,
        unquote(request.path),
        request.path,
        request.query,
        request.headers | behind_tls,
        request.body,
        parse_qs(request.query, keep_blank_values=True),
    )
    return answer
