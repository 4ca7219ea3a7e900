"""If-None-Match, as RFC 9110 (13.1.2) reads it."""

from types import MappingProxyType
from typing import Any

import pytest

from chalicelib.http.endpoints import Call, User
from chalicelib.http.etags import conditional, is_listed

TAG = '"a"'
NO_SERVICES: Any = None


def call(**headers: str) -> Call:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Call(NO_SERVICES, MappingProxyType(named), User("", "", ""))


@pytest.mark.parametrize(
    "header", ['"a"', 'W/"a"', '"b", "a"', '"b",W/"a"', " * ", "*", '"b" , "a"', '"a" ,']
)
def test_a_tag_is_listed(header: str) -> None:
    assert is_listed(TAG, header)


@pytest.mark.parametrize("header", ["", "a", '"b"', '"ab"', '"b", *', '"b,*,c"', 'W/"b"', '"A"'])
def test_a_tag_is_not_listed(header: str) -> None:
    assert not is_listed(TAG, header)


def test_what_the_client_has_is_not_read() -> None:
    reply = conditional(call(if_none_match=TAG), "a", {"Cache-Control": "private"}, body=_unread)

    assert (reply.status, reply.body) == (304, None)
    assert reply.headers == {"Cache-Control": "private", "ETag": TAG}


def test_what_the_client_does_not_have_is_sent() -> None:
    reply = conditional(call(), "a", {}, body=lambda: b"bytes")

    assert (reply.status, reply.body, reply.headers["ETag"]) == (200, b"bytes", TAG)


def _unread() -> bytes:
    raise AssertionError
