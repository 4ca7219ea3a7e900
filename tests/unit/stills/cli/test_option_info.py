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
        "duplicates_of": ("any", "last"),
        "format": ("avif", "jpg", "png", "tiff", "webp"),
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
