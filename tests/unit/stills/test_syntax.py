from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.options import ExtractionOptions
from stills.syntax import exact


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1:02:03.5", Fraction(7447, 2)),
        ("1:2:3", 3723),
        ("90:00", 5400),
        ("0:05.25", Fraction(21, 4)),
        ("24000/1001", Fraction(24000, 1001)),
        (0.1, Fraction(1, 10)),
    ],
)
def test_a_text_or_number_stands_for_an_exact_number(
    value: float | str, number: Fraction | int
) -> None:
    assert exact(value) == number


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"timestamps": ("1:02:03.5", "50%", 7)}, {"timestamps": (3723.5, "50%", 7)}),
        ({"interval": "1001/24000"}, {"interval": "1001/24000"}),
        ({"fps": "25/1"}, {"fps": 25.0}),
        ({"fps": "48000/2002"}, {"fps": "24000/1001"}),
        ({"start": "0:10", "end": "1:00.000000001"}, {"start": 10.0, "end": 60.000000001}),
    ],
    ids=str,
)
def test_a_text_becomes_a_number_or_a_fraction_in_lowest_terms(
    given: dict[str, Any], kept: dict[str, Any]
) -> None:
    options = ExtractionOptions(**given)

    assert {name: getattr(options, name) for name in kept} == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "1:", ":30", "1:60", "1:60:00", "1:2:3:4", "-1:00", "1:00 ", "1:00\n", "5"),
        *("1/0", "1/-2", "1.5/2", "0x10/2", "1 /2", "\u0661:\u0662\u0663", "1:00:00.0000000001"),
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"start": text}, ExtractionOptions)
    with pytest.raises(ValueError, match="`start`"):
        ExtractionOptions(start=text)


@given(st.integers(0, 86_400_000))
def test_a_time_is_the_same_as_text_and_as_a_number(milliseconds: int) -> None:
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"

    assert ExtractionOptions(timestamps=(text,)).timestamps == (milliseconds / 1000,)


@given(st.integers(1, 10**9 - 1), st.integers(1, 10**9 - 1))
def test_a_rate_is_exact_and_keeps_its_value_when_it_is_sent(above: int, below: int) -> None:
    rate = Fraction(above, below)
    if not Fraction("0.0001") <= rate <= 1000:
        return
    options = ExtractionOptions(fps=f"{above}/{below}")

    assert exact(options.fps or 0) == rate
    sent = msgspec.json.decode(msgspec.json.encode(options), type=ExtractionOptions)
    assert sent == options
