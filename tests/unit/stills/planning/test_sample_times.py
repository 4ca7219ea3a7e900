from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.planning.sample_times import Listed, Regular, evenly, within_scenes

microseconds = st.integers(0, 10**9)
intervals = st.fractions(min_value=Fraction(1000), max_value=Fraction(10**8))


def nearest(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_start_and_end_are_wanted_themselves() -> None:
    moments = Regular(700, Fraction(500), 1700)

    assert [moments.first_from(time) for time in (0, 701, 1201, 1701)] == [700, 1200, 1700, None]


def test_tenths_do_not_drift() -> None:
    assert Regular(0, Fraction(100_000)).first_from(86_399_999_999) == 86_400_000_000


def test_listed_times_are_wanted_within_bounds_only() -> None:
    moments = Listed([30, 10, 20, 10], start=15, end=20)

    assert [moments.first_from(time) for time in (0, 20, 21)] == [20, 20, None]


@pytest.mark.parametrize(
    ("count", "times"), [(1, [10]), (2, [10, 110]), (3, [10, 60, 110]), (4, [10, 43, 77, 110])]
)
def test_a_count_spreads_from_the_first_to_the_last(count: int, times: list[int]) -> None:
    assert evenly(count, 10, 110) == times


def test_times_within_scenes_are_in_the_middle_of_their_share() -> None:
    assert within_scenes([40, 100], 1, 0, 140) == [20, 70, 120]
    assert within_scenes([40], 2, 0, 80) == [10, 30, 50, 70]
    assert within_scenes([], 1, 0, 0) == [0]


@given(start=microseconds, interval=intervals, time=microseconds)
def test_no_wanted_time_is_passed_over(start: int, interval: Fraction, time: int) -> None:
    moments = Regular(start, interval)

    wanted = moments.first_from(time)

    assert wanted is not None
    steps = round(Fraction(wanted - start) / interval)
    assert wanted == start + nearest(steps * interval) >= time
    assert steps == 0 or start + nearest((steps - 1) * interval) < time


@given(interval=intervals, end=microseconds, time=microseconds)
def test_nothing_is_wanted_after_the_end(interval: Fraction, end: int, time: int) -> None:
    wanted = Regular(0, interval, end).first_from(time)

    assert wanted is None or time <= wanted <= end
