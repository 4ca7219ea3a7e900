"""Cursors cannot be forged, changed or used for another list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cursors import CursorSigner
from chalicelib.errors import InvalidCursor

SIGNER = CursorSigner("secret")


def test_a_cursor_gives_back_its_position():
    assert SIGNER.read("list", SIGNER.sign("list", "position")) == "position"


def test_without_a_cursor_there_is_no_position():
    assert SIGNER.read("list", None) is None


@pytest.mark.parametrize(
    ("signer", "scope"), [(SIGNER, "other list"), (CursorSigner("other secret"), "list")]
)
def test_a_cursor_of_another_list_or_secret_is_refused(signer, scope):
    with pytest.raises(InvalidCursor):
        signer.read(scope, SIGNER.sign("list", 5))


@given(st.text())
def test_any_other_text_is_refused(text):
    with pytest.raises(InvalidCursor):
        SIGNER.read("list", text)
