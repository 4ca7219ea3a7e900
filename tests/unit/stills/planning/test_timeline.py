from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.forecast import image_times
from stills.planning.timeline import Timeline, assumed_timeline
from tests.samples import a_source


def a_timeline(
    *, duration: float = 10.0, keyframes: int = 4, rate: float | None = 25.0
) -> Timeline:
    return assumed_timeline(a_source(duration=duration, frame_rate=rate), duration, keyframes)


def images(timeline: Timeline, **options: Any) -> int:
    return len(image_times(timeline, ExtractionOptions(**options)))


def test_frames_and_keyframes_are_spread_over_the_duration() -> None:
    timeline = a_timeline()

    assert (len(timeline.frames), timeline.frames[-1]) == (250, 9_960_000)
    assert list(timeline.keyframes) == [0, 2_500_000, 5_000_000, 7_500_000]
    assert list(timeline.indexed) == list(timeline.keyframes)


def test_a_rounded_rate_stands_for_the_exact_fraction() -> None:
    timeline = a_timeline(duration=3603.6, rate=23.976024)

    assert (len(timeline.frames), timeline.frames[-24]) == (86_400, 3_602_599_000)


@pytest.mark.parametrize("rate", [None, 0.0])
def test_an_unknown_frame_rate_is_assumed_to_be_typical(rate: float | None) -> None:
    assert len(a_timeline(rate=rate).frames) == 250


def test_without_an_index_keyframes_are_assumed_where_encoders_place_them() -> None:
    timeline = a_timeline(duration=60, keyframes=0)

    assert list(timeline.keyframes) == [
        0,
        10_000_000,
        20_000_000,
        30_000_000,
        40_000_000,
        50_000_000,
    ]
    assert list(timeline.indexed) == []


def test_a_video_has_at_least_one_frame_and_no_more_keyframes_than_frames() -> None:
    timeline = a_timeline(duration=0.001, keyframes=9)

    assert (list(timeline.frames), list(timeline.keyframes)) == ([0], [0])


def test_a_frame_every_half_hour_is_a_valid_rate() -> None:
    assert list(a_timeline(duration=4000, rate=0.0005).frames) == [0, 2_000_000_000]


@pytest.mark.parametrize(
    "options",
    [
        {"every_nth": 1},
        {"keyframes": True},
        {"interval": 0.001},
        {"scenes": True, "per_scene": 100},
    ],
)
def test_a_day_at_a_billion_frames_per_second_is_planned_like_any_other_video(
    options: dict[str, Any],
) -> None:
    """A file may claim this, so its frames are never listed."""
    timeline = a_timeline(duration=86_400, keyframes=10**10, rate=1e9)

    assert images(timeline, **options) == 10_000
