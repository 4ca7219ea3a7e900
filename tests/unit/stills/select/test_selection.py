from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from stills.demux.video import Frame
from stills.planning.sample_times import Listed, Regular, SampleTimes
from stills.select.selection import at_sample_times, sharpest, sharpest_near


def frames(times: list[int]) -> list[Frame]:
    return [Frame(time, VideoFrame(2, 2)) for time in times]


def select(times: list[int], samples: SampleTimes) -> list[tuple[int, int]]:
    return [(sample, frame.time) for sample, frame in at_sample_times(frames(times), samples)]


def test_the_last_frame_that_is_not_after_a_sample_time_is_selected() -> None:
    assert select([0, 40, 80, 120], Regular(0, Fraction(50))) == [(0, 0), (50, 40), (100, 80)]


def test_a_frame_on_screen_at_several_sample_times_is_selected_once() -> None:
    assert select([0, 100], Regular(0, Fraction(30))) == [(0, 0), (120, 100)][:1]


def test_the_last_frame_is_selected_only_at_its_own_time() -> None:
    assert select([0, 100], Regular(0, Fraction(50)))[-1] == (100, 100)
    assert select([0, 100], Regular(110, Fraction(50))) == []


def test_a_video_shorter_than_the_interval_gives_its_first_frame() -> None:
    assert select([0, 40, 80], Regular(0, Fraction(1000))) == [(0, 0)]


def test_frames_that_start_over_are_not_selected_again() -> None:
    samples = Regular(0, Fraction(50))

    assert select([0, 40, 80, 0, 40, 80, 120], samples) == select([0, 40, 80, 120], samples)


@given(
    gaps=st.lists(st.integers(1, 1000), max_size=60),
    start=st.integers(0, 2000),
    interval=st.fractions(min_value=1, max_value=5000),
)
def test_the_selection_matches_its_definition(
    gaps: list[int], start: int, interval: Fraction
) -> None:
    times = list(accumulate(gaps, initial=0))
    samples = Regular(start, interval)
    expected: dict[int, int] = {}
    sample = samples.first_from(0)
    while sample is not None and sample <= times[-1]:
        expected.setdefault(times[bisect_right(times, sample) - 1], sample)
        sample = samples.first_from(sample + 1)

    assert select(times, samples) == [(sample, time) for time, sample in expected.items()]


def sharpness_by_time(monkeypatch: pytest.MonkeyPatch, values: dict[int, float]) -> list[Frame]:
    monkeypatch.setattr(
        "stills.select.selection._with_sharpness", lambda shape, frame: (values[frame.time], frame)
    )
    return frames(list(values))


def test_the_frame_of_a_sample_time_itself_is_compared_with_those_until_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sample times are later by 20, for the container may have rounded frame times up."""
    found = sharpness_by_time(monkeypatch, {0: 9, 40: 1, 80: 2, 100: 8, 140: 3, 200: 1})

    selected = sharpest(found, Regular(20, Fraction(100), lateness=20))

    assert [frame.time for _, frame in selected] == [0, 100, 200]


def test_the_only_frame_of_a_video_is_its_sharpest(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sharpness_by_time(monkeypatch, {0: 1})

    assert [
        frame.time for _, frame in sharpest(found, Regular(20, Fraction(100), lateness=20))
    ] == [0]


def test_the_sharpest_frame_near_a_time_may_be_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = sharpness_by_time(monkeypatch, {0: 9, 40: 1, 80: 5, 120: 3, 160: 8, 200: 9})

    selected = sharpest_near(found, Listed([100]), [(60, 140)])

    assert [(time, frame.time) for time, frame in selected] == [(100, 80)]


def test_where_no_frame_begins_near_a_time_the_one_on_screen_is_selected_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = sharpness_by_time(monkeypatch, {0: 1, 1000: 1})

    selected = sharpest_near(found, Listed([400, 600]), [(350, 450), (550, 650)])

    assert [(time, frame.time) for time, frame in selected] == [(400, 0)]


def test_a_time_beyond_the_end_selects_nothing_though_frames_are_near(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = sharpness_by_time(monkeypatch, {0: 1, 40: 2, 80: 3})

    selected = sharpest_near(found, Listed([40, 90]), [(20, 65), (65, 120)])

    assert [(time, frame.time) for time, frame in selected] == [(40, 40)]
