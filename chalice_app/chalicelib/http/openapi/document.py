"""The OpenAPI 3.1 document, made from the types that parse the requests."""

from collections.abc import Iterable
from typing import Any

import msgspec

from chalicelib.http.endpoints import Endpoint, Endpoints
from chalicelib.http.etags import IfNoneMatch
from chalicelib.http.openapi.examples import fill
from chalicelib.http.openapi.responses import (
    HEADERS,
    Schemas,
    described,
    problems_of,
    responses_of,
    types_of,
)
from chalicelib.http.parsing import IDEMPOTENCY_KEY, IdempotencyKey
from chalicelib.http.problems import Problem

_ABOUT = """Register a video, upload its file, wait until its extraction is completed, and get its
images. Requests with an `id_token` under Authorizations need the header `Authorization: Bearer
<id_token>`, with the token that `POST /sessions` answers. Times are in UTC, sizes in bytes. What
another user owns is a 404."""


def document(groups: Iterable[Endpoints], version: str) -> dict[str, Any]:
    """The OpenAPI document of all endpoints."""
    groups = tuple(groups)
    declared = [(group.tag, endpoint) for group in groups for endpoint in group]
    types = {t for _, e in declared for t in (e.body, e.query, *types_of(e.returns)) if t} | {
        Problem
    }
    ordered = sorted(types, key=str)
    schemas, components = msgspec.json.schema_components(
        ordered, ref_template="#/components/schemas/{name}"
    )
    fill(components)
    schema_of = dict(zip(ordered, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for tag, endpoint in declared:
        operation = _operation(tag, endpoint, schema_of, components)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    scheme = {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The `id_token` of a session",
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stills",
            "version": version,
            "summary": "Images from videos.",
            "description": " ".join(_ABOUT.split()),
        },
        "servers": [{"url": ".", "description": "Where this document is"}],
        "security": [{"id_token": []}],
        "tags": [
            {"name": tag, "x-displayName": tag.capitalize(), "description": description}
            for tag, description in {group.tag: group.description for group in groups}.items()
        ],
        "paths": paths,
        "components": {
            "schemas": components,
            "headers": HEADERS,
            "examples": problems_of(endpoint for _, endpoint in declared),
            "securitySchemes": {"id_token": scheme},
        },
    }


def _operation(
    tag: str, endpoint: Endpoint, schema_of: Schemas, components: dict[str, Any]
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": [tag],
        "operationId": endpoint.view.__name__,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint, schema_of, components),
        "responses": responses_of(endpoint, schema_of),
    }
    if endpoint.description:
        operation["description"] = endpoint.description
    if endpoint.body:
        content = {"application/json": {"schema": schema_of[endpoint.body]}}
        is_required = bool(_schema(endpoint.body, schema_of, components).get("required"))
        operation["requestBody"] = {"required": is_required, "content": content}
    if endpoint.public:
        operation["security"] = []
    return operation


def _parameters(
    endpoint: Endpoint, schema_of: Schemas, components: dict[str, Any]
) -> list[dict[str, Any]]:
    parameters = [
        {"name": name, "in": "path", "required": True} | described(msgspec.json.schema(kind))
        for name, kind in endpoint.parameters.items()
    ]
    if endpoint.query:
        query = _schema(endpoint.query, schema_of, components)
        parameters += [
            {"name": name, "in": "query", "required": name in query["required"]}
            | described(_without_null(schema))
            for name, schema in query["properties"].items()
        ]
    headers = {}
    if endpoint.idempotent:
        headers[IDEMPOTENCY_KEY] = IdempotencyKey
    if endpoint.conditional:
        headers["If-None-Match"] = IfNoneMatch
    return parameters + [
        {"name": name, "in": "header", "required": False} | described(msgspec.json.schema(kind))
        for name, kind in headers.items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter, which is left out where a field would be null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**rest, **kinds[0]}


def _schema(kind: type, schema_of: Schemas, components: dict[str, Any]) -> dict[str, Any]:
    """The schema of a struct itself, where `schema_of` has a reference to it."""
    schema: dict[str, Any] = components[schema_of[kind]["$ref"].rsplit("/", 1)[-1]]
    return schema
