"""Chalice's side of the endpoints: the only module between API Gateway's events and the views."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError
from chalice.app import (
    Chalice,
    CognitoUserPoolAuthorizer,
    CORSConfig,
    Request,
    Response,
)

from chalicelib.composition import services
from chalicelib.errors import NotSignedIn, StillsError, Unavailable
from chalicelib.http.endpoints import Call, Endpoint, Reply, User
from chalicelib.http.parsing import parse_body, parse_query
from chalicelib.http.problems import CONTENT_TYPE as PROBLEM
from chalicelib.http.problems import problem_of

logger = Logger(service="api")

_CORS = CORSConfig(
    allow_origin="*",  # no cookies: a foreign page has no token to send
    allow_headers=["Idempotency-Key", "If-None-Match"],
    expose_headers=["ETag", "Location"],
    max_age=600,
)
_NOBODY = User(id="", username="", email="")


class Gateway(Chalice):
    """Chalice, for clients without an `Accept` header too: they take any answer (RFC 9110,
    12.5.1), while Chalice alone would give them none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # With anything narrower, API Gateway sends an image as base64 text unless the first
        # media type of `Accept` is listed.
        self.api.binary_types = ["*/*"]

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        headers = event.get("headers") or {}
        if not any(name.lower() == "accept" for name in headers):
            event = {**event, "headers": {**headers, "Accept": "*/*"}}
        return super().__call__(event, context)

    def serve(self, endpoints: Iterable[Endpoint], authorizer: CognitoUserPoolAuthorizer) -> None:
        """Makes a route of each endpoint; each but the public ones carries the authorizer."""
        for endpoint in endpoints:
            self.route(
                endpoint.path,
                methods=[endpoint.method],
                authorizer=None if endpoint.public else authorizer,
                content_types=["*/*"],  # the body is JSON whatever its label says
                cors=_CORS,
                name=endpoint.view.__name__,
            )(self._view_of(endpoint))

    def _view_of(self, endpoint: Endpoint) -> Any:
        def view(**path: str) -> Response:
            request = self.current_request
            assert request is not None  # noqa: S101 - Chalice sets it before it calls a view
            return answer(endpoint, request, path)

        return view


def answer(endpoint: Endpoint, request: Request, path: dict[str, str]) -> Response:
    """Calls the endpoint's view; every error becomes a problem, and an unknown one is logged."""
    try:
        return _response(_call(endpoint, request, path), endpoint.status)
    except StillsError as error:
        return _refusal(error)
    except BotoCoreError:  # no answer from AWS at all; its refusals are ClientErrors
        logger.exception("a service does not answer", route=endpoint.path)
        return _refusal(Unavailable())
    except Exception:
        logger.exception("unhandled error", route=endpoint.path, method=endpoint.method)
        return _refusal(StillsError())


def _call(endpoint: Endpoint, request: Request, path: dict[str, str]) -> Any:
    arguments: dict[str, Any] = dict(path)
    user = _NOBODY if endpoint.public else _user(request)
    if endpoint.body:
        arguments["body"] = parse_body(_bytes(request.raw_body), endpoint.body)
    if endpoint.query:
        arguments["query"] = parse_query(request.query_params or {}, endpoint.query)
    headers = {name.lower(): value for name, value in request.headers.items()}
    logger.append_keys(
        request_id=request.context.get("requestId"), video_id=path.get("video_id"), user_id=user.id
    )
    return endpoint.view(Call(services(), headers, user), **arguments)


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _user(request: Request) -> User:
    """API Gateway has verified the token; nothing but its claims says who is calling."""
    claims = (request.context.get("authorizer") or {}).get("claims") or {}
    if not claims.get("sub"):
        raise NotSignedIn
    return User(
        id=claims["sub"],
        username=claims.get("cognito:username", claims["sub"]),
        email=claims.get("email", ""),
    )


def _response(result: Any, status: int) -> Response:
    reply = result if isinstance(result, Reply) else Reply(result, status)
    if isinstance(reply.body, bytes):
        return _answered(reply.body, reply.status, reply.headers)
    body = b"" if reply.body is None else msgspec.json.encode(reply.body)
    return _answered(body, reply.status, {"Content-Type": "application/json", **reply.headers})


def _refusal(error: StillsError) -> Response:
    body = msgspec.json.encode(problem_of(error))
    return _answered(body, error.status, {"Content-Type": PROBLEM})


def _answered(body: bytes, status: int, headers: Mapping[str, str]) -> Response:
    return Response(body, {"Cache-Control": "no-store", **headers}, status)
