import typing

import msgspec
import pytest

from stills.choices import ALIASES, Choices, options_from
from stills.errors import InvalidOptions
from stills.options import ExtractionOptions


def test_each_option_can_be_given_as_a_keyword() -> None:
    fields = {field.name for field in msgspec.structs.fields(ExtractionOptions)}

    assert set(typing.get_type_hints(Choices)) == fields | set(ALIASES)


def test_short_names_stand_for_fields() -> None:
    assert options_from(None, every=2.5) == ExtractionOptions(interval=2.5)
    assert options_from(None, at=[1, "50%"]) == ExtractionOptions(timestamps=(1.0, "50%"))
    assert options_from(None, skip_black=True) == ExtractionOptions(skip_black=True)


def test_without_arguments_the_defaults_hold() -> None:
    assert options_from(None) == ExtractionOptions()


def test_options_are_passed_through() -> None:
    options = ExtractionOptions(count=3)

    assert options_from(options) is options


def test_both_ways_at_once_are_refused() -> None:
    with pytest.raises(InvalidOptions, match="not both"):
        options_from(ExtractionOptions(), every=2)


def test_both_names_at_once_are_refused() -> None:
    with pytest.raises(InvalidOptions, match="twice"):
        options_from(None, every=2, interval=2)


@pytest.mark.parametrize(
    "choices", [{"every": 0}, {"every": "often"}, {"rate": 2}, {"every": 1, "fps": 2}], ids=str
)
def test_what_does_not_fit_is_an_invalid_option(choices: dict[str, typing.Any]) -> None:
    with pytest.raises(InvalidOptions):
        options_from(None, **choices)
