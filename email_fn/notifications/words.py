"""The words of the e-mails in each language, from `words/`, and figures as each writes them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from contracts.accounts import Locale
from contracts.failures import Failure, advice_for

_FOLDER = Path(__file__).parent / "words"


@cache
def words_of(locale: Locale) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    return content


def grouped(amount: int, locale: Locale) -> str:
    """`1,240`."""
    return f"{amount:,}".replace(",", words_of(locale)["thousands"])


def counted(amount: int, noun: str, locale: Locale) -> str:
    """`1,240 images`, for the noun `image`."""
    return f"{grouped(amount, locale)} {words_of(locale)[noun][amount != 1]}"


def size(count: int, locale: Locale) -> str:
    """`12.3 MB`, of so many bytes."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if round(amount, 1) >= 1000:
            amount, unit = amount / 1000, larger
    if unit == "B":
        return f"{count} B"
    return f"{amount:.1f} {unit}".replace(".", words_of(locale)["decimal_point"])


def duration(seconds: float, locale: Locale) -> str:
    """`42 s`, `2 min 5 s` or `1 h 20 min`."""
    minutes, rest = divmod(max(1, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else rest, "second")]
    return " ".join(f"{count} {words_of(locale)[unit]}" for count, unit in parts if count)


def explained(failure: Failure, locale: Locale) -> tuple[str, str]:
    """The reason and the advice. A failure that has no words in this language is told in
    English."""
    known = words_of(locale)["failures"].get(failure.code)
    if known:
        return known["reason"], known["advice"]
    return failure.reason, advice_for(failure.code)
