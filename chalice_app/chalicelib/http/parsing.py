"""Strict parsing of what clients send; what does not fit names the field and the rule."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.errors import InvalidRequest, MalformedBody

_AT = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_FIELD = re.compile(r"field `(?P<name>[^`]*)`")


def parse_body(raw: bytes, kind: type) -> Any:
    """The body as a `kind`; an absent one counts as `{}`. Raises MalformedBody, InvalidRequest."""
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise _invalid(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody(f"The body is not JSON: {error}.") from error


def parse_query(query: Mapping[str, str], kind: type) -> Any:
    """The query string as a `kind`. Raises InvalidRequest."""
    try:
        return msgspec.convert(dict(query), type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: msgspec.ValidationError) -> InvalidRequest:
    """msgspec says `<rule> - at `$.<path>``, and names a missing or unknown field in the rule."""
    message = str(error)
    at = _AT.search(message)
    rule = message[: at.start()] if at else message
    path = at["path"].lstrip(".") if at else ""
    named = _FIELD.search(rule)
    return InvalidRequest.of(".".join(filter(None, (path, named and named["name"]))), rule)
