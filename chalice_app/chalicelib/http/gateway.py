"""The endpoints on Chalice: the only module between API Gateway's events and the views."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from chalice.app import (
    Chalice,
    CognitoUserPoolAuthorizer,
    CORSConfig,
    Request,
    Response,
)

from chalicelib.errors import ApiError, NotSignedIn, Unavailable
from chalicelib.http.endpoints import Call, Endpoint, Reply, User
from chalicelib.http.outages import cause_of, is_outage
from chalicelib.http.parsing import parse_body, parse_idempotency_key, parse_path, parse_query
from chalicelib.http.problems import CONTENT_TYPE as PROBLEM
from chalicelib.http.problems import problem_of
from chalicelib.log import logger, start_invocation
from chalicelib.services import Services

_CORS = CORSConfig(
    allow_origin="*",  # there are no cookies, so another site's page has no token to send
    allow_headers=["Idempotency-Key", "If-None-Match"],
    expose_headers=["Content-Disposition", "ETag", "Location", "Retry-After"],
    max_age=600,
)
_NOBODY = User(id="", username="", email="")


class Gateway(Chalice):
    """Chalice that serves endpoints, and logs each invocation under its request id.

    A client without an `Accept` header accepts any answer (RFC 9110, 12.5.1); Chalice alone would
    refuse to send it a file.
    """

    def __init__(self, app_name: str, services: Services) -> None:
        super().__init__(app_name=app_name)
        self._services = services
        # With fewer types, API Gateway sends an image as base64 text unless the first media type
        # of `Accept` is listed.
        self.api.binary_types = ["*/*"]
        for kind in ("s3", "sqs", "scheduled"):
            self.register_middleware(_start_event, kind)

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        request_id = (event.get("requestContext") or {}).get("requestId")
        start_invocation(request_id or context.aws_request_id)
        headers = event.get("headers") or {}
        if not any(name.lower() == "accept" for name in headers):
            event = {**event, "headers": {**headers, "Accept": "*/*"}}
        return super().__call__(event, context)

    def serve(self, endpoints: Iterable[Endpoint], authorizer: CognitoUserPoolAuthorizer) -> None:
        """Adds a route for each endpoint; all but the public ones have the authorizer."""
        for endpoint in endpoints:
            self.route(
                endpoint.path,
                methods=[endpoint.method],
                authorizer=None if endpoint.public else authorizer,
                content_types=["*/*"],  # the body is JSON whatever its Content-Type says
                cors=_CORS,
                name=endpoint.view.__name__,
            )(self._view_of(endpoint))

    def _view_of(self, endpoint: Endpoint) -> Any:
        def view(**path: str) -> Response:
            request = self.current_request
            assert request is not None  # noqa: S101 - Chalice sets it before it calls a view
            return answer(endpoint, request, path, self._services)

        return view


def _start_event(event: Any, get_response: Any) -> Any:
    """Chalice's middleware for events other than requests."""
    start_invocation(getattr(event.context, "aws_request_id", None))
    return get_response(event)


def answer(
    endpoint: Endpoint, request: Request, path: dict[str, str], services: Services
) -> Response:
    """Calls the endpoint's view. Every error becomes a problem, and an unexpected one is logged."""
    logger.append_keys(route=f"{endpoint.method} {endpoint.path}")
    if "video_id" in path:
        logger.append_keys(video_id=path["video_id"])
    try:
        return _response(_call(endpoint, request, path, services), endpoint.status)
    except ApiError as error:
        if error.status >= 500:
            services.metrics.error_handled()
            logger.error("A service does not answer", code=error.code, cause=cause_of(error))
        return _refusal(error)
    except Exception as error:
        services.metrics.error_handled()
        if is_outage(error):
            logger.exception("A service does not answer")
            return _refusal(Unavailable())
        logger.exception("Unexpected error")
        return _refusal(ApiError())


def _call(endpoint: Endpoint, request: Request, path: dict[str, str], services: Services) -> Any:
    user = _NOBODY if endpoint.public else _user(request, services)
    logger.append_keys(user_id=user.id)
    headers = {name.lower(): value for name, value in request.headers.items()}
    arguments = parse_path(path, endpoint.parameters)
    if endpoint.body:
        arguments["body"] = parse_body(_bytes(request.raw_body), endpoint.body)
    if endpoint.query:
        arguments["query"] = parse_query(request.query_params or {}, endpoint.query)
    key = parse_idempotency_key(headers) if endpoint.idempotent else None
    return endpoint.view(Call(services, headers, user, key), **arguments)


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _user(request: Request, services: Services) -> User:
    """API Gateway has verified the token; only its claims identify the caller. Only an ID token
    does: Cognito's other tokens have the same issuer and signature.

    Raises NotSignedIn, and AccountDeleted or SessionExpired for a token that has not expired yet.
    """
    claims = (request.context.get("authorizer") or {}).get("claims") or {}
    if not claims.get("sub") or claims.get("token_use") != "id":
        raise NotSignedIn
    state = services.account_states.get(claims["sub"])
    if state is not None:
        state.check(log_in=float(claims.get("auth_time", 0)))
    return User(
        id=claims["sub"],
        username=claims.get("cognito:username", claims["sub"]),
        email=claims.get("email", ""),
    )


def _response(result: Any, status: int) -> Response:
    reply = result if isinstance(result, Reply) else Reply(result, status)
    if isinstance(reply.body, bytes):
        return _answered(reply.body, reply.status, reply.headers)
    if reply.body is None:  # Chalice takes bytes only with a type
        return _answered(
            b"" if "Content-Type" in reply.headers else "", reply.status, reply.headers
        )
    body = msgspec.json.encode(reply.body)
    return _answered(body, reply.status, {"Content-Type": "application/json", **reply.headers})


def _refusal(error: ApiError) -> Response:
    headers = {"Content-Type": PROBLEM}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return _answered(msgspec.json.encode(problem_of(error)), error.status, headers)


def _answered(body: bytes | str, status: int, headers: Mapping[str, str]) -> Response:
    return Response(body, {"Cache-Control": "no-store", **headers}, status)
