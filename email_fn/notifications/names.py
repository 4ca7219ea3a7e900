"""Names that a user chose, made safe for a line of an e-mail."""

import re

# Line breaks and other controls, and characters that change the direction of the text around them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")


def one_line(text: str, limit: int) -> str:
    """The text without control characters or line breaks, cut to `limit` characters."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
