from fractions import Fraction

import pytest

from stills.options import ExtractionOptions
from stills.planning.sample_times import Regular
from stills.planning.wanted import regular, timestamps


def never() -> int:
    raise AssertionError("the last frame's time is not needed")


def test_an_interval_and_a_rate_are_regular_and_all_else_is_not() -> None:
    assert regular(ExtractionOptions(interval=0.1, start=2)) == Regular(2_000_000, Fraction(10**5))
    assert regular(ExtractionOptions(fps=3, end=4)) == Regular(0, Fraction(10**6, 3), 4_000_000)
    assert regular(ExtractionOptions(count=3)) is None


def test_timestamps_in_seconds_do_not_ask_where_the_video_ends() -> None:
    assert timestamps(ExtractionOptions(timestamps=(0.1, 5)), never) == [100_000, 5_000_000]


@pytest.mark.parametrize(("percent", "time"), [("0%", 0), ("12.5%", 250), ("100%", 2000)])
def test_a_percentage_is_one_of_the_time_until_the_last_frame(percent: str, time: int) -> None:
    assert timestamps(ExtractionOptions(timestamps=(percent,)), lambda: 2000) == [time]
