from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.options import ExtractionOptions
from worker.engine.moments import Moments, wanted_moments

microseconds = st.integers(0, 10**9)
intervals = st.fractions(min_value=Fraction(1000), max_value=Fraction(10**8))


def test_the_default_is_every_second_from_the_first_frame() -> None:
    moments = wanted_moments(ExtractionOptions())

    assert [moments.first_from(time) for time in (0, 1, 1_000_000, 1_000_001)] == [
        0,
        1_000_000,
        1_000_000,
        2_000_000,
    ]


def test_start_and_end_are_wanted_themselves() -> None:
    moments = wanted_moments(ExtractionOptions(interval=0.5, start=0.7, end=1.7))

    assert moments.first_from(0) == 700_000
    assert moments.first_from(1_200_001) == 1_700_000
    assert moments.first_from(1_700_001) is None


def test_tenths_do_not_drift() -> None:
    moments = wanted_moments(ExtractionOptions(interval=0.1))

    assert moments.first_from(86_399_999_999) == 86_400_000_000


@given(start=microseconds, interval=intervals, time=microseconds)
def test_no_wanted_time_is_passed_over(start: int, interval: Fraction, time: int) -> None:
    moments = Moments(start, interval)

    wanted = moments.first_from(time)

    assert wanted is not None
    steps = round(Fraction(wanted - start) / interval)
    assert wanted == start + round(steps * interval) >= time
    assert steps == 0 or start + round((steps - 1) * interval) < time


@given(interval=intervals, end=microseconds, time=microseconds)
def test_nothing_is_wanted_after_the_end(interval: Fraction, end: int, time: int) -> None:
    wanted = Moments(0, interval, end).first_from(time)

    assert wanted is None or time <= wanted <= end
