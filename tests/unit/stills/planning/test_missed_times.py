from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.options import ExtractionOptions
from stills.planning.forecast import image_times
from stills.planning.missed_times import missed_times
from stills.planning.timeline import Timeline
from tests.samples import a_source

SECOND = 1_000_000


def missed(last: float, duration: float, **options: Any) -> tuple[str, ...]:
    return missed_times(
        ExtractionOptions(**options),
        tolerance=1,
        last=round(last * SECOND),
        duration=round(duration * SECOND),
    )


def beyond(text: str) -> str:
    return f"{text} beyond the end of the video, at 10 s."


@pytest.mark.parametrize(
    ("times", "warnings"),
    [
        ([], []),
        ([0, 9.96, 9.99, "50%", "100%"], []),
        ([10], [beyond("The listed time is")]),
        ([5, "0:10"], [beyond("1 of the 2 listed times is")]),
        ([5, 11, 11, 3600], [beyond("3 of the 4 listed times are")]),
        ([11, 12, 13], [beyond("All 3 listed times are")]),
        ([11, 12], [beyond("Both listed times are")]),
    ],
    ids=str,
)
def test_listed_times_after_the_last_frame_are_counted(
    times: list[float | str], warnings: list[str]
) -> None:
    assert list(missed(9.96, 0.04, timestamps=tuple(times))) == warnings


@pytest.mark.parametrize(
    ("bounds", "where"),
    [
        ({"start": 2}, "1 of the 4 listed times is outside of the wanted span, 2 s to the end."),
        ({"end": 8}, "2 of the 4 listed times are outside of the wanted span, 0 s to 8 s."),
        ({"end": 0.5}, "All 4 listed times are outside of the wanted span, 0 s to 0.5 s."),
    ],
)
def test_listed_times_outside_of_the_wanted_span_are_counted_once(
    bounds: dict[str, float], where: str
) -> None:
    assert missed(9.96, 0.04, timestamps=(1, 3, 10, 11), **bounds)[0] == where


def test_times_that_were_not_listed_are_not_missed() -> None:
    assert missed(9.96, 0.04, interval=20) == ()
    assert missed(9.96, 0.04, count=3, start=11) == ()


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
    def missed(*marks: int) -> tuple[str, ...]:
        options = ExtractionOptions(chapters=True)
        return missed_times(options, tolerance=1, last=960_000, duration=40_000, chapters=marks)

    assert missed(0, 999_000) == ()
    assert missed(0, 1_000_000) == (
        "1 of the 2 chapter marks is beyond the end of the video, at 1 s.",
    )
    assert missed() == ("The video has no chapters.",)
