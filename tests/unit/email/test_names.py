"""A user's names in a line of an e-mail."""

import pytest

from notifications.names import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.mp4", "a.mp4"),
        ("  two \r\n lines ", "two lines"),
        ("a\u202e4pm.exe", "a 4pm.exe"),
        ("0123456789", "0123456789"),
        ("0123456789a", "012345678…"),
        ("01234567  9a", "01234567…"),
        ("\n", ""),
    ],
)
def test_a_name_becomes_one_short_line(text: str, line: str) -> None:
    assert one_line(text, limit=10) == line
