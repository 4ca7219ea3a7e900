"""The words of the e-mails in every language."""

from typing import Any

import pytest

from contracts import failures
from contracts.accounts import LOCALES, Locale
from contracts.failures import Failure
from notifications.words import counted, duration, explained, size, words_of
from stills.errors import VideoError

CODES = [
    *(kind.code for kind in VideoError.__subclasses__()),
    *(each.code for each in vars(failures).values() if isinstance(each, Failure)),
    failures.upload_mismatch(1, 2).code,
    failures.quota_exceeded("").code,
]


def keys_of(content: dict[str, Any]) -> set[str]:
    inner = {f"{k}.{n}" for k, v in content.items() if isinstance(v, dict) for n in keys_of(v)}
    return {*content, *inner}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_the_same_words(locale: Locale) -> None:
    told = {key for key in keys_of(words_of(locale)) if not key.startswith("failures.")}

    assert told == keys_of(words_of("en"))


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_every_failure_is_told_in_every_language(code: str) -> None:
    assert code in words_of("pt-BR")["failures"]


def test_a_failure_without_words_is_told_in_english() -> None:
    reason, advice = explained(Failure("invented_yesterday", "It is new."), "pt-BR")

    assert reason == "It is new."
    assert "again" in advice


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1,0 kB"),
        (999_949, "999,9 kB"),
        (999_950, "1,0 MB"),
        (5_000_000_000_000, "5000,0 GB"),
    ],
)
def test_a_size_has_the_largest_unit_that_fits(count: int, text: str) -> None:
    assert size(count, "pt-BR") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "1 s"), (59.6, "1 min"), (125.2, "2 min 5 s"), (3600, "1 h"), (4805, "1 h 20 min")],
)
def test_a_duration_is_as_exact_as_it_needs_to_be(seconds: float, text: str) -> None:
    assert duration(seconds, "en") == text


@pytest.mark.parametrize(
    ("number", "locale", "text"),
    [(1, "en", "1 image"), (1240, "en", "1,240 images"), (1240, "pt-BR", "1.240 imagens")],
)
def test_a_number_goes_with_its_noun(number: int, locale: Locale, text: str) -> None:
    assert counted(number, "image", locale) == text
