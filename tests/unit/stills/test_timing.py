import pytest

from stills.timing import clock, from_seconds, to_seconds


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0, "00-00-00.000"),
        (12_345_000, "00-00-12.345"),
        (59_999_600, "00-01-00.000"),
        (3_661_000_499, "01-01-01.000"),
        (86_400_000_000, "24-00-00.000"),
    ],
)
def test_a_clock_shows_hours_minutes_seconds_and_rounded_milliseconds(time: int, text: str) -> None:
    assert clock(time) == text


def test_a_float_is_read_as_the_decimal_that_a_person_wrote() -> None:
    assert from_seconds(0.1 * 3) == 300_000
    assert from_seconds("1/3") == 333_333


def test_a_time_is_the_same_after_conversion_to_seconds_and_back() -> None:
    assert all(from_seconds(to_seconds(time)) == time for time in (1, 33_367, 86_399_999_999))
