from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.options import ExtractionOptions
from stills.planning.forecast import image_times
from stills.planning.missed_times import missed_times
from stills.planning.timeline import Timeline
from stills.warnings import (
    VideoWarning,
    chapters_beyond_end,
    no_chapters,
    times_beyond_end,
    times_outside_span,
)
from tests.samples import a_source

SECOND = 1_000_000


def missed(last: float, duration: float, **options: Any) -> list[VideoWarning]:
    warnings = missed_times(
        ExtractionOptions(**options),
        tolerance=1,
        last=round(last * SECOND),
        duration=round(duration * SECOND),
    )
    return list(warnings)


@pytest.mark.parametrize(
    ("times", "count"),
    [([10], 1), ([5, "0:10"], 1), ([5, 11, 11, 3600], 3), ([11, 12], 2)],
    ids=str,
)
def test_listed_times_after_the_last_frame_are_counted(
    times: list[float | str], count: int
) -> None:
    warnings = missed(9.96, 0.04, timestamps=tuple(times))

    assert warnings == [times_beyond_end(count, len(times), 10)]


@pytest.mark.parametrize("times", [[], [0, 9.96, 9.99, "50%", "100%"]], ids=str)
def test_listed_times_up_to_the_last_frame_are_not_missed(times: list[float | str]) -> None:
    assert missed(9.96, 0.04, timestamps=tuple(times)) == []


@pytest.mark.parametrize(
    ("bounds", "warning"),
    [
        ({"start": 2}, times_outside_span(1, 4, 2, None)),
        ({"end": 8}, times_outside_span(2, 4, 0, 8)),
        ({"end": 0.5}, times_outside_span(4, 4, 0, 0.5)),
    ],
)
def test_listed_times_outside_of_the_wanted_span_are_counted_once(
    bounds: dict[str, float], warning: VideoWarning
) -> None:
    assert missed(9.96, 0.04, timestamps=(1, 3, 10, 11), **bounds)[0] == warning


def test_times_that_were_not_listed_are_not_missed() -> None:
    assert missed(9.96, 0.04, interval=20) == []
    assert missed(9.96, 0.04, count=3, start=11) == []


@given(
    st.lists(st.integers(0, 120), min_size=1, max_size=20, unique=True),
    st.integers(1, 40),
    st.integers(1, 9),
)
def test_every_listed_time_gives_an_image_or_is_counted(
    times: list[int], frames: int, tolerance: int
) -> None:
    """A frame every 100 ms, so each whole multiple of 100 ms is another frame."""
    step = SECOND // 10
    timeline = Timeline(
        a_source(), range(0, frames * step, step), (0,), (0,), frames * step, tolerance
    )
    options = ExtractionOptions(timestamps=tuple(time / 10 for time in times))

    count = sum(time >= frames for time in times)

    assert len(image_times(timeline, options)) == len(times) - count
    assert len(timeline.missed_times(options)) == (count > 0)


def test_chapter_marks_beyond_the_end_are_counted() -> None:
    def missed(*marks: int) -> list[VideoWarning]:
        options = ExtractionOptions(chapters=True)
        warnings = missed_times(options, tolerance=1, last=960_000, duration=40_000, chapters=marks)
        return list(warnings)

    assert missed(0, 999_000) == []
    assert missed(0, 1_000_000) == [chapters_beyond_end(1, 2, 1)]
    assert missed() == [no_chapters()]
