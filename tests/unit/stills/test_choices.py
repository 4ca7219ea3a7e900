import typing

import msgspec
import pytest

from stills.choices import ALIASES, Choices, options_from
from stills.errors import InvalidOptions
from stills.options import ExtractionOptions


def test_each_option_can_be_given_as_a_keyword() -> None:
    fields = {field.name for field in msgspec.structs.fields(ExtractionOptions)}

    assert set(typing.get_type_hints(Choices)) == fields | set(ALIASES)


def test_every_and_at_are_short_names_of_fields() -> None:
    assert options_from(None, every=2.5) == ExtractionOptions(interval=2.5)
    assert options_from(None, at=[1, "50%"]) == ExtractionOptions(timestamps=(1.0, "50%"))
    assert options_from(None, skip_black=True) == ExtractionOptions(skip_black=True)


def test_without_arguments_the_options_have_their_defaults() -> None:
    assert options_from(None) == ExtractionOptions()


def test_an_options_object_is_returned_unchanged() -> None:
    options = ExtractionOptions(count=3)

    assert options_from(options) is options


def test_options_and_keywords_cannot_be_combined() -> None:
    with pytest.raises(InvalidOptions, match="not both"):
        options_from(ExtractionOptions(), every=2)


def test_a_field_and_its_short_name_cannot_be_combined() -> None:
    with pytest.raises(InvalidOptions, match="twice"):
        options_from(None, every=2, interval=2)


@pytest.mark.parametrize(
    "choices", [{"every": 0}, {"every": "often"}, {"rate": 2}, {"every": 1, "fps": 2}], ids=str
)
def test_an_invalid_keyword_or_value_is_refused(choices: dict[str, typing.Any]) -> None:
    with pytest.raises(InvalidOptions):
        options_from(None, **choices)
