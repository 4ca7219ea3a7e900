"""Rules are told in plain words, from the type that is declared."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta, Struct

from stills.options import ExtractionOptions
from stills.validation import Violation, explain

Word = Annotated[
    str, Meta(pattern="^[a-z]+", max_length=5, extra={"noun": "a word of small letters"})
]


class Inner(Struct, forbid_unknown_fields=True):
    number: int


class Cat(Struct, tag="cat"):
    pass


class Dog(Struct, tag="dog"):
    pass


class Sample(Struct, forbid_unknown_fields=True, kw_only=True):
    word: Word | None = None
    name: Annotated[str, Meta(min_length=1, max_length=1)] = "x"
    text: Annotated[str, Meta(min_length=2)] = "xx"
    share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    size: Annotated[int, Meta(ge=1, le=10_240)] | None = None
    above: Annotated[float, Meta(gt=0)] = 1.0
    format: Literal["jpg", "png"] = "jpg"
    version: Literal[1] = 1
    flag: bool = False
    at: Annotated[datetime, Meta(tz=True)] | None = None
    both: float | Word = 0.0
    pair: tuple[int, int] = (0, 0)
    items: Annotated[tuple[int, ...], Meta(max_length=1)] = ()
    inner: Inner | None = None
    inners: list[Inner] = []
    by_name: dict[str, int] = {}
    pet: Cat | Dog | None = None


def violation(value: Any, kind: Any = Sample) -> Violation:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(value, kind)
    return explain(raised.value, kind)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"word": "A"}, "word must be a word of small letters"),
        ({"word": 5}, "word must be a word of small letters"),
        ({"word": "abcdef"}, "word must have at most 5 characters"),
        ({"name": ""}, "name must have exactly 1 character"),
        ({"name": None}, "name must be text"),
        ({"text": "x"}, "text must have at least 2 characters"),
        ({"share": 2}, "share must be a number from 0 to 1"),
        ({"share": "0.5"}, "share must be a number from 0 to 1"),
        ({"size": 0}, "size must be a whole number from 1 to 10,240"),
        ({"size": 1.5}, "size must be a whole number from 1 to 10,240"),
        ({"above": 0}, "above must be a number, greater than 0"),
        ({"format": "gif"}, "format must be one of jpg, png"),
        ({"format": 5}, "format must be one of jpg, png"),
        ({"version": 2}, "version must be 1"),
        ({"flag": "yes"}, "flag must be true or false"),
        ({"at": "2026-11-25T00:00:00"}, "at must be a date and time with its time zone"),
        ({"both": "5"}, "both must be a number or a word of small letters"),
        ({"pair": [1]}, "pair must have exactly 2 items"),
        ({"items": 5}, "items must be a list"),
        ({"items": [1, 2]}, "items must have at most 1 item"),
        ({"items": ["a"]}, "items[0] must be a whole number"),
        ({"inner": []}, "inner must be an object"),
        ({"inner": {}}, "inner.number is required"),
        ({"inner": {"number": 1, "x": 1}}, "inner.x is not a known field"),
        ({"inners": [{"number": 1}, {"number": None}]}, "inners[1].number must be a whole number"),
        ({"by_name": {"a": "b"}}, "by_name[...] must be a whole number"),
        ({"pet": {"type": "cow"}}, "pet.type must be one of cat, dog"),
        ([], "must be an object"),
        ({"tick`": 1}, "tick` is not a known field"),
        ({"x" * 1000: 1}, f"{'x' * 100} is not a known field"),
    ],
    ids=str,
)
def test_a_wrong_value_is_explained(value: Any, sentence: str) -> None:
    assert violation(value).sentence == sentence


def test_a_wrong_value_has_a_path_and_a_rule() -> None:
    assert violation({"inner": {"number": "1"}}) == Violation(
        path="inner.number", rule="must be a whole number"
    )


def test_a_rule_about_several_fields_stands_for_itself() -> None:
    wrong = {"count": 2, "fps": 1}

    sentence = "fps and count cannot be combined"
    assert violation(wrong, ExtractionOptions).sentence == sentence
    assert violation([wrong], list[ExtractionOptions]).sentence == f"[0]: {sentence}"


@pytest.mark.parametrize(
    ("wrong", "place", "rule"),
    [
        ({"start": 2, "end": 1}, "end", "must be greater than start"),
        ({"format": "webp", "width": 16_384}, "width", "must be at most 16,383 for webp images"),
        ({"format": "avif", "pdf": True}, "format", "must be jpg or png, without alpha, with pdf"),
    ],
)
def test_a_field_that_contradicts_another_is_named(
    wrong: dict[str, Any], place: str, rule: str
) -> None:
    assert violation(wrong, ExtractionOptions) == Violation(place, rule)


def test_a_text_beyond_the_limits_is_explained_at_its_place() -> None:
    found = violation([{"start": "25:00:00"}], list[ExtractionOptions])

    assert found == Violation("[0].start", "must be from 0 to 86,400")


def test_a_caller_can_show_fields_by_other_names() -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert({"start": 2, "end": 1}, ExtractionOptions)

    found = explain(raised.value, ExtractionOptions, name=lambda field: f"--{field}")

    assert found.rule == "must be greater than --start"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"timestamps": ["50%\n"]},
            "timestamps[0] must be a number of seconds from 0 to 86,400 "
            "or a time such as 1:02:03.5 or a percentage such as 50%",
        ),
        (
            {"interval": 0},
            "interval must be a number of seconds from 0.001 to 86,400 or a time such as 1:02:03.5",
        ),
        ({"fps": "1/20000"}, "fps must be from 0.0001 to 1,000"),
        ({"timestamps": [1, "25:00:00"]}, "timestamps[1] must be from 0 to 86,400"),
        ({"format": "gif"}, "format must be one of avif, jpg, png, tiff, webp"),
        ({"count": 2.5}, "count must be a whole number from 1 to 10,000"),
    ],
    ids=str,
)
def test_the_options_are_explained(options: Any, sentence: str) -> None:
    assert violation(options, ExtractionOptions).sentence == sentence
