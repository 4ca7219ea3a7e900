"""What an operation can answer: success, and each of its errors as a problem."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, get_args

import msgspec
from msgspec import Meta, to_builtins

from chalicelib.errors import (
    AccountDeleted,
    ApiError,
    BodyTooLarge,
    IdempotencyKeyReused,
    InvalidRequest,
    MalformedBody,
    NoAnswerInTime,
    NotSignedIn,
    SessionExpired,
    TooManyRequests,
    Unavailable,
)
from chalicelib.http.endpoints import Endpoint
from chalicelib.http.etags import ETag
from chalicelib.http.problems import CONTENT_TYPE as PROBLEM
from chalicelib.http.problems import Problem, problem_of
from stills.schema import about

Schemas = dict[Any, Any]
"""The schema of each type; that of a struct is a reference to its component."""

_RETRY_AFTER = Annotated[
    int, Meta(ge=1), about("After how many seconds the same request may succeed", 5)
]
_PROBLEMS = "#/components/examples/"
_FILE = {"schema": {"type": "string", "format": "binary"}}
_SUCCESS = {
    HTTPStatus.OK: "Success",
    HTTPStatus.CREATED: "It was created",
    HTTPStatus.ACCEPTED: "It was accepted, and will be done soon",
    HTTPStatus.NO_CONTENT: "It was done; there is no body",
    HTTPStatus.SEE_OTHER: "Look there; there is no body",
    HTTPStatus.NOT_MODIFIED: "Nothing has changed since the answer with this ETag",
}


def errors_of(endpoint: Endpoint) -> list[type[ApiError]]:
    """Everything that the endpoint can answer instead of success."""
    errors = [*endpoint.errors]
    if endpoint.idempotent:
        errors += [IdempotencyKeyReused]
    if endpoint.body:
        errors += [MalformedBody, BodyTooLarge]
    if endpoint.body or endpoint.query or endpoint.parameters:
        errors += [InvalidRequest]
    if not endpoint.public:
        errors += [NotSignedIn, AccountDeleted, SessionExpired]
    return [*errors, TooManyRequests, ApiError, Unavailable, NoAnswerInTime]


def types_of(returns: Any) -> tuple[Any, ...]:
    """The JSON types of an answer: several for a union, none for a file or no body."""
    if returns in (None, bytes):
        return ()
    return get_args(returns) or (returns,)


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter or a header says about its schema. Tools show its own description."""
    description = {"description": schema["description"]} if "description" in schema else {}
    return description | {"schema": schema}


HEADERS = {"Retry-After": described(msgspec.json.schema(_RETRY_AFTER))}
"""Components for the headers of answers that may be tried again."""


def responses_of(endpoint: Endpoint, schema_of: Schemas) -> dict[str, Any]:
    success: dict[str, Any] = {"description": _SUCCESS[HTTPStatus(endpoint.status)]}
    if endpoint.returns is bytes:
        success["content"] = {media_type: _FILE for media_type in endpoint.media_types}
    elif endpoint.returns is not None:
        schemas = [schema_of[t] for t in types_of(endpoint.returns)]
        schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
        success["content"] = {"application/json": {"schema": schema}}
    tagged = {"ETag": ETag} if endpoint.conditional else {}
    responses = {str(endpoint.status): success | _headers({**endpoint.headers, **tagged})}
    responses |= {str(status): {"description": text} for status, text in endpoint.also.items()}
    if endpoint.conditional:
        unchanged = {"description": _SUCCESS[HTTPStatus.NOT_MODIFIED]}
        responses[str(int(HTTPStatus.NOT_MODIFIED))] = unchanged | _headers(tagged)
    by_status: dict[int, list[type[ApiError]]] = {}
    for error in errors_of(endpoint):
        by_status.setdefault(error.status, []).append(error)
    for status, errors in sorted(by_status.items()):
        responses[str(status)] = _refusal(errors, schema_of[Problem])
    return responses


def _headers(kinds: Mapping[str, Any]) -> dict[str, Any]:
    headers = {name: described(msgspec.json.schema(kind)) for name, kind in kinds.items()}
    return {"headers": headers} if headers else {}


def _refusal(errors: list[type[ApiError]], problem: dict[str, Any]) -> dict[str, Any]:
    """The answer of a status, with an example of each of its errors."""
    codes = ", ".join(f"`{error.code}`" for error in errors)
    examples = {error.code: {"$ref": _PROBLEMS + error.__name__} for error in errors}
    content = {PROBLEM: {"schema": problem, "examples": examples}}
    refusal: dict[str, Any] = {"description": codes, "content": content}
    if any(error.retryable for error in errors):
        refusal["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    return refusal


def problems_of(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """An example of each error that can be answered."""
    errors = {error for endpoint in endpoints for error in errors_of(endpoint)}
    return {
        error.__name__: {"summary": error.title, "value": to_builtins(problem_of(error()))}
        for error in sorted(errors, key=lambda error: error.__name__)
    }
