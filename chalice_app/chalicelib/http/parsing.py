"""Strict parsing of what clients send. An error names the field and its rule."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.errors import InvalidRequest, MalformedBody
from stills.schema import about
from stills.validation import explain

IDEMPOTENCY_KEY = "Idempotency-Key"
IdempotencyKey = Annotated[
    str,
    Meta(min_length=1, max_length=255),
    about(
        "A text that the client chooses: the same request with the same key creates nothing new "
        "for 24 hours",
        "2f1b6c70-3c55-4a0e-9a38-6f5d2a9f7b11",
    ),
]

Cursor = Annotated[
    Annotated[str, Meta(max_length=1024)] | None,
    about("The `next_cursor` of the previous page; without it, the first page", "IjAx.0uX3kQ"),
]


def parse_body(raw: bytes, kind: type) -> Any:
    """The body as a `kind`; an absent body counts as `{}`. Raises MalformedBody, InvalidRequest."""
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(error, kind) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody(f"The body is not JSON: {error}.") from error


def parse_path(path: Mapping[str, str], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a path, each as its kind. Raises InvalidRequest."""
    return {name: _parse_text(name, text, kinds[name]) for name, text in path.items()}


def parse_query(query: Mapping[str, str], kind: type) -> Any:
    """The query string as a `kind`. Raises InvalidRequest."""
    try:
        parsed: Any = msgspec.convert(dict(query), type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(error, kind) from error
    for name in query:
        if getattr(parsed, name) is None:  # msgspec reads the text `null` as None
            raise InvalidRequest.of(name, "must have a value")
    return parsed


def parse_idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The key from headers with lower-case names, None if there is none. Raises InvalidRequest."""
    key = headers.get(IDEMPOTENCY_KEY.lower())
    return None if key is None else _parse_text(IDEMPOTENCY_KEY, key, IdempotencyKey)


def _parse_text(name: str, text: str, kind: Any) -> Any:
    try:
        return msgspec.convert(text, type=kind)
    except msgspec.ValidationError as error:
        raise InvalidRequest.of(name, explain(error, kind).rule) from error


def _invalid(error: msgspec.ValidationError, kind: type) -> InvalidRequest:
    violation = explain(error, kind)
    return InvalidRequest.of(violation.path, violation.rule)


def given(body: msgspec.Struct) -> dict[str, Any]:
    """The fields of a body that the client has sent."""
    return {
        name: value
        for name, value in msgspec.structs.asdict(body).items()
        if value is not msgspec.UNSET
    }
