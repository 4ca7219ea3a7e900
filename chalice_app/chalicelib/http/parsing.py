"""Strict parsing of what clients send. An error names the field and its rule."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.errors import InvalidRequest, MalformedBody
from stills.validation import explain

IDEMPOTENCY_KEY = "Idempotency-Key"
IdempotencyKey = Annotated[str, Meta(min_length=1, max_length=255)]


def parse_body(raw: bytes, kind: type) -> Any:
    """The body as a `kind`; an absent body counts as `{}`. Raises MalformedBody, InvalidRequest."""
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(error, kind) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody(f"The body is not JSON: {error}.") from error


def parse_query(query: Mapping[str, str], kind: type) -> Any:
    """The query string as a `kind`. Raises InvalidRequest."""
    try:
        return msgspec.convert(dict(query), type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(error, kind) from error


def parse_idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The key from headers with lower-case names, None if there is none. Raises InvalidRequest."""
    key = headers.get(IDEMPOTENCY_KEY.lower())
    try:
        return msgspec.convert(key, type=IdempotencyKey | None)
    except msgspec.ValidationError as error:
        raise InvalidRequest.of(IDEMPOTENCY_KEY, explain(error, IdempotencyKey).rule) from error


def _invalid(error: msgspec.ValidationError, kind: type) -> InvalidRequest:
    violation = explain(error, kind)
    return InvalidRequest.of(violation.path, violation.rule)
