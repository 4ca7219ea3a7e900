from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.options import ExtractionOptions
from stills.planning.sample_times import (
    Listed,
    Regular,
    SampleTimes,
    evenly,
    sample_times,
    within_scenes,
)

microseconds = st.integers(0, 10**9)
intervals = st.fractions(min_value=Fraction(1000), max_value=Fraction(10**8))


def nearest(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_start_and_end_are_sample_times_themselves() -> None:
    samples = Regular(700, Fraction(500), 1700)

    assert [samples.first_from(time) for time in (0, 701, 1201, 1701)] == [700, 1200, 1700, None]


def test_tenths_of_a_second_do_not_drift() -> None:
    assert Regular(0, Fraction(100_000)).first_from(86_399_999_999) == 86_400_000_000


def test_listed_times_outside_the_bounds_are_ignored() -> None:
    samples = Listed([30, 10, 20, 10], start=15, end=20)

    assert [samples.first_from(time) for time in (0, 20, 21)] == [20, 20, None]


@pytest.mark.parametrize(
    ("count", "times"), [(1, [10]), (2, [10, 110]), (3, [10, 60, 110]), (4, [10, 43, 77, 110])]
)
def test_a_count_is_spread_evenly_from_start_to_end(count: int, times: list[int]) -> None:
    assert evenly(count, 10, 110) == times


def test_times_within_a_scene_are_in_the_middle_of_equal_parts() -> None:
    assert within_scenes([40, 100], 1, 0, 140) == [20, 70, 120]
    assert within_scenes([40], 2, 0, 80) == [10, 30, 50, 70]
    assert within_scenes([], 1, 0, 0) == [0]


@given(start=microseconds, interval=intervals, time=microseconds)
def test_no_regular_sample_time_is_skipped(start: int, interval: Fraction, time: int) -> None:
    samples = Regular(start, interval)

    sample = samples.first_from(time)

    assert sample is not None
    steps = round(Fraction(sample - start) / interval)
    assert sample == start + nearest(steps * interval) >= time
    assert steps == 0 or start + nearest((steps - 1) * interval) < time


@given(interval=intervals, end=microseconds, time=microseconds)
def test_there_are_no_sample_times_after_the_end(interval: Fraction, end: int, time: int) -> None:
    sample = Regular(0, interval, end).first_from(time)

    assert sample is None or time <= sample <= end


class FakeTimes:
    """A video whose last frame is at 2000 microseconds. Each question is recorded in `asked`."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    tolerance = 0

    def chapters(self) -> list[int]:
        self.asked.append("chapters")
        return [0, 700]

    def last_frame(self) -> int:
        self.asked.append("last_frame")
        return 2000

    def keyframes(self, start: int, end: int | None) -> list[int]:
        self.asked.append(f"keyframes from {start} to {end}")
        return [0, 700]

    def every_nth_frame(self, nth: int, start: int, end: int | None) -> list[int]:
        self.asked.append(f"every frame number {nth} from {start} to {end}")
        return [0, 900]

    def sharpest_frames(self, count: int, gap: int, start: int, end: int | None) -> list[int]:
        self.asked.append(f"the {count} sharpest frames {gap} apart from {start} to {end}")
        return [300, 1500]

    def cuts(self, start: int, end: int) -> list[int]:
        self.asked.append(f"cuts from {start} to {end}")
        return [1000]


def all_of(samples: SampleTimes) -> list[int]:
    found = []
    time = samples.first_from(0)
    while time is not None:
        found.append(time)
        time = samples.first_from(time + 1)
    return found


def test_an_interval_and_a_rate_need_nothing_from_the_video() -> None:
    video = FakeTimes()

    tenths = sample_times(ExtractionOptions(interval=0.1, start=2), video)
    thirds = sample_times(ExtractionOptions(fps=3, end=4), video)

    assert tenths == Regular(2_000_000, Fraction(10**5))
    assert thirds == Regular(0, Fraction(10**6, 3), 4_000_000)
    assert video.asked == []


def test_timestamps_in_seconds_do_not_need_the_end_of_the_video() -> None:
    video = FakeTimes()

    assert all_of(sample_times(ExtractionOptions(timestamps=(0.1, 5)), video)) == [
        100_000,
        5_000_000,
    ]
    assert video.asked == []


@pytest.mark.parametrize(("percent", "time"), [("0%", 0), ("12.5%", 250), ("100%", 2000)])
def test_a_percentage_refers_to_the_time_of_the_last_frame(percent: str, time: int) -> None:
    samples = sample_times(ExtractionOptions(timestamps=(percent,)), FakeTimes())

    assert all_of(samples) == [time]


@pytest.mark.parametrize(
    ("options", "times", "asked"),
    [
        (ExtractionOptions(keyframes=True), [0, 700], "keyframes from 0 to None"),
        (ExtractionOptions(every_nth=9), [0, 900], "every frame number 9 from 0 to None"),
        (ExtractionOptions(count=3), [0, 1000, 2000], "last_frame"),
        (ExtractionOptions(scenes=True), [500, 1500], "cuts from 0 to 2000"),
        (ExtractionOptions(scenes=True, end=0.0015), [500, 1250], "cuts from 0 to 1500"),
    ],
    ids=str,
)
def test_each_kind_of_sample_times_asks_the_video_for_what_it_needs(
    options: ExtractionOptions, times: list[int], asked: str
) -> None:
    video = FakeTimes()

    assert all_of(sample_times(options, video)) == times
    assert video.asked[-1] == asked
