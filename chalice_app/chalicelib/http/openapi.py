"""The OpenAPI 3.1 document, made from the types that parse the requests."""

from collections.abc import Iterable
from typing import Any, get_args

import msgspec

from chalicelib.errors import (
    AccountDeleted,
    ApiError,
    IdempotencyKeyReused,
    InvalidRequest,
    MalformedBody,
    NotSignedIn,
    SessionExpired,
    Unavailable,
)
from chalicelib.http.endpoints import Endpoint, Endpoints
from chalicelib.http.parsing import IDEMPOTENCY_KEY, IdempotencyKey
from chalicelib.http.problems import CONTENT_TYPE as PROBLEM
from chalicelib.http.problems import Problem

_RETRY_AFTER = {
    "description": "After how many seconds the same request may succeed",
    "schema": {"type": "integer", "minimum": 1},
}
_FILE = {"schema": {"type": "string", "format": "binary"}}


def document(groups: Iterable[Endpoints], version: str) -> dict[str, Any]:
    """The OpenAPI document of all endpoints."""
    declared = [(group.tag, endpoint) for group in groups for endpoint in group]
    types = {t for _, e in declared for t in (e.body, e.query, *_types(e.returns)) if t} | {Problem}
    ordered = sorted(types, key=str)
    schemas, components = msgspec.json.schema_components(
        ordered, ref_template="#/components/schemas/{name}"
    )
    schema_of = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for tag, endpoint in declared:
        operation = _operation(tag, endpoint, schema_of, components)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    scheme = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Stills", "version": version, "summary": "Images from videos."},
        "servers": [{"url": ".", "description": "Where this document is"}],
        "security": [{"id_token": []}],
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"id_token": scheme}},
    }


def _types(returns: Any) -> tuple[Any, ...]:
    """The JSON types of an answer: several for a union, none for a file or no body."""
    if returns in (None, bytes):
        return ()
    return get_args(returns) or (returns,)


def _operation(
    tag: str, endpoint: Endpoint, schema_of: dict[Any, Any], components: dict[str, Any]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": [tag],
        "operationId": endpoint.view.__name__,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint, schema_of, components),
        "responses": _responses(endpoint, schema_of),
    }
    if endpoint.body:
        content = {"application/json": {"schema": schema_of[endpoint.body]}}
        is_required = bool(_schema(endpoint.body, schema_of, components).get("required"))
        operation["requestBody"] = {"required": is_required, "content": content}
    if endpoint.public:
        operation["security"] = []
    return operation


def _parameters(
    endpoint: Endpoint, schema_of: dict[Any, Any], components: dict[str, Any]
) -> list[dict[str, Any]]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": msgspec.json.schema(kind)}
        for name, kind in endpoint.parameters.items()
    ]
    if endpoint.query:
        properties = _schema(endpoint.query, schema_of, components)["properties"]
        parameters += [
            {"name": name, "in": "query", "schema": _without_null(schema)}
            for name, schema in properties.items()
        ]
    if endpoint.idempotent:
        schema = msgspec.json.schema(IdempotencyKey)
        parameters.append({"name": IDEMPOTENCY_KEY, "in": "header", "schema": schema})
    return parameters


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter, which is left out where a field would be null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**rest, **kinds[0]}


def _schema(kind: type, schema_of: dict[Any, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The schema of a struct itself, where `schema_of` has a reference to it."""
    schema: dict[str, Any] = components[schema_of[kind]["$ref"].rsplit("/", 1)[-1]]
    return schema


def _responses(endpoint: Endpoint, schema_of: dict[Any, Any]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Success"}
    if endpoint.returns is bytes:
        success["content"] = {media_type: _FILE for media_type in endpoint.media_types}
    elif endpoint.returns is not None:
        schemas = [schema_of[t] for t in _types(endpoint.returns)]
        schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
        success["content"] = {"application/json": {"schema": schema}}
    problem = {PROBLEM: {"schema": schema_of[Problem]}}
    responses = {str(endpoint.status): success}
    for status, errors in _errors_by_status(endpoint).items():
        codes = ", ".join(f"`{error.code}`" for error in errors)
        responses[status] = {"description": codes, "content": problem}
        if any(error.retry_after is not None or error.status == 429 for error in errors):
            responses[status]["headers"] = {"Retry-After": _RETRY_AFTER}
    return responses


def _errors_by_status(endpoint: Endpoint) -> dict[str, list[type[ApiError]]]:
    errors: list[type[ApiError]] = [*endpoint.errors, Unavailable, ApiError]
    if endpoint.idempotent:
        errors += [IdempotencyKeyReused]
    if endpoint.body:
        errors += [MalformedBody]
    if endpoint.body or endpoint.query or endpoint.parameters:
        errors += [InvalidRequest]
    if not endpoint.public:
        errors += [NotSignedIn, AccountDeleted, SessionExpired]
    by_status: dict[str, list[type[ApiError]]] = {}
    for error in errors:
        by_status.setdefault(str(error.status), []).append(error)
    return by_status
