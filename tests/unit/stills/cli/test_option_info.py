from typing import Any

import msgspec
import pytest

from stills.cli.option_info import OPTIONS
from stills.options import ExtractionOptions


def test_there_is_one_option_for_each_field() -> None:
    assert tuple(OPTIONS) == ExtractionOptions.__struct_fields__


def test_every_option_has_a_description_and_the_default_of_its_field() -> None:
    for field in msgspec.structs.fields(ExtractionOptions):
        option = OPTIONS[field.name]
        assert option.description
        assert option.default == field.default


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("interval", "a number of seconds from 0.001 to 86400"),
        ("fps", "a number from 0.0001 to 1000"),
        ("count", "a whole number from 1 to 10000"),
        ("every_nth", "a whole number from 1 to 1000000"),
        ("width", "a whole number of pixels from 1 to 16384"),
        ("black_threshold", "a number from 0 to 1"),
        ("timestamps", "seconds or percentages, such as 1.5,50%"),
        ("format", "jpg, png or webp"),
        ("pick", "exact or sharpest"),
    ],
)
def test_the_expected_value_is_described_with_its_unit_and_limits(name: str, expected: str) -> None:
    assert OPTIONS[name].expected == expected


@pytest.mark.parametrize(
    ("name", "placeholder"),
    [
        ("interval", "SECONDS"),
        ("width", "PIXELS"),
        ("fps", "N"),
        ("count", "N"),
        ("quality", "1..100"),
        ("black_threshold", "0..1"),
        ("timestamps", "TIME,..."),
        ("keyframes", None),
        ("format", None),
    ],
)
def test_the_placeholder_is_the_unit_or_a_small_range(name: str, placeholder: str | None) -> None:
    assert OPTIONS[name].placeholder == placeholder


def test_only_an_option_with_fixed_values_has_choices() -> None:
    assert {name: option.choices for name, option in OPTIONS.items() if option.choices} == {
        "pick": ("exact", "sharpest"),
        "format": ("jpg", "png", "webp"),
        "fit": ("contain", "cover", "stretch"),
    }


@pytest.mark.parametrize(
    ("name", "valid", "invalid"),
    [("interval", 0.5, 0), ("width", 16_384, 16_385), ("timestamps", ["50%"], ["150%"])],
)
def test_the_type_of_an_option_validates_its_values(name: str, valid: Any, invalid: Any) -> None:
    msgspec.convert(valid, OPTIONS[name].type)

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(invalid, OPTIONS[name].type)
