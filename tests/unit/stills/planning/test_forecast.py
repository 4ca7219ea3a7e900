from typing import Any

import pytest

from stills.options import ExtractionOptions
from stills.planning.forecast import frames_passed, image_times, whole_passes
from stills.planning.timeline import Timeline
from tests.samples import a_source

SECOND = 1_000_000
SOURCE = a_source(duration=10.0, frame_rate=10.0)


def a_timeline(indexed: tuple[int, ...] | None = None) -> Timeline:
    """10 s at 10 frames per second, with a keyframe every 2.5 s."""
    keyframes = tuple(range(0, 10 * SECOND, 5 * SECOND // 2))
    frames = range(0, 10 * SECOND, SECOND // 10)
    return Timeline(
        SOURCE, frames, keyframes, keyframes if indexed is None else indexed, end=10 * SECOND
    )


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ({"interval": 4}, [0, 4, 8]),
        ({"interval": 4, "start": 1, "end": 9}, [1, 5, 9]),
        ({"fps": 0.25}, [0, 4, 8]),
        ({"count": 3}, [0, 4.9, 9.9]),
        ({"timestamps": (1.55, 1.58, "100%", 11.0)}, [1.5, 9.9]),
        ({"every_nth": 40, "start": 0.5}, [0.5, 4.5, 8.5]),
        ({"keyframes": True, "start": 1, "end": 6}, [2.5, 5]),
        ({"scenes": True}, [2.5, 7.4]),
        ({"interval": 4, "max_images": 2}, [0, 4]),
        ({"start": 11}, []),
    ],
)
def test_images_show_the_frames_on_screen_at_the_sample_times(
    options: dict[str, Any], seconds: list[float]
) -> None:
    times = image_times(a_timeline(), ExtractionOptions(**options))

    assert [time / SECOND for time in times] == seconds


def test_a_frame_on_screen_at_several_sample_times_is_one_image() -> None:
    assert len(image_times(a_timeline(), ExtractionOptions(fps=1000))) == 100


def passed(timeline: Timeline, **options: Any) -> int:
    chosen = ExtractionOptions(**options)
    return frames_passed(timeline, chosen, image_times(timeline, chosen))


def test_dense_sample_times_pass_all_frames_between_them() -> None:
    assert passed(a_timeline(indexed=()), interval=1) == 91


def test_sparse_sample_times_pass_the_frames_from_the_keyframes_before_them() -> None:
    assert passed(a_timeline(), timestamps=(3, 8)) == 5 + 5


def test_without_an_index_all_frames_are_passed() -> None:
    assert passed(a_timeline(indexed=()), timestamps=(3, 8)) == 30 + 50


def test_keyframes_pass_no_other_frame() -> None:
    assert passed(a_timeline(), keyframes=True) == 4


def test_finding_cuts_and_the_sharpest_frames_each_take_a_pass_over_all_frames() -> None:
    assert whole_passes(ExtractionOptions()) == 0
    assert whole_passes(ExtractionOptions(scenes=True)) == 1
    assert whole_passes(ExtractionOptions(scenes=True, pick="sharpest")) == 2
    assert passed(a_timeline(), pick="sharpest") == 0
