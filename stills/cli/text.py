"""Formats values for people."""

import os
import sys
from collections.abc import Iterable

from rich import filesize


def in_bytes(size: float) -> str:
    return filesize.decimal(round(size))


def in_dollars(amount: float) -> str:
    return f"about ${amount:.4f}" if amount >= 0.0001 else "less than $0.0001"


def in_time(seconds: float | None) -> str:
    """`0:02:01.50`: hours, minutes and seconds."""
    if seconds is None:
        return "unknown"
    minutes, hundredths = divmod(round(seconds * 100), 6000)
    return f"{minutes // 60}:{minutes % 60:02d}:{hundredths / 100:05.2f}"


def joined(parts: Iterable[str]) -> str:
    """`one and two`."""
    return " and ".join(parts)


def printable(text: str) -> str:
    """The text in one line, because a file's name may contain anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def in_utf8(name: str) -> str:
    """The name of a file, as JSON can have it. What is not valid UTF-8 is replaced."""
    return os.fsencode(name).decode(errors="replace")


def has_terminal() -> bool:
    """Whether standard error is a terminal, so that progress can be shown."""
    return sys.stderr is not None and sys.stderr.isatty()
