from collections.abc import Iterable

import av
import numpy as np
import pytest

from stills.demux.video import Frame
from stills.select.scenes import MIN_SCENE, cuts

FRAME = 40_000
THRESHOLD = 0.1


def frames(levels: Iterable[int]) -> list[Frame]:
    """Plain gray frames at 25 per second, of these levels from 0 to 255."""
    pictures = (np.full((54, 96, 3), level, np.uint8) for level in levels)
    return [
        Frame(number * FRAME, av.VideoFrame.from_ndarray(picture, format="bgr24"))
        for number, picture in enumerate(pictures)
    ]


def cut_numbers(levels: Iterable[int], threshold: float = THRESHOLD) -> list[int]:
    return [time // FRAME for time in cuts(frames(levels), threshold)]


def test_a_cut_is_the_first_frame_of_a_scene_that_looks_different() -> None:
    assert cut_numbers([50] * 20 + [200] * 20 + [100] * 20) == [20, 40]


def test_the_first_frame_is_not_a_cut() -> None:
    assert cut_numbers([200] * 20) == []


def test_a_video_without_frames_has_no_cuts() -> None:
    assert cut_numbers([]) == []


def test_a_change_below_the_threshold_is_not_a_cut() -> None:
    levels = [100] * 20 + [120] * 20  # 20 of 255 are less than a tenth

    assert cut_numbers(levels, threshold=0.1) == []
    assert cut_numbers(levels, threshold=0.05) == [20]


def test_a_slow_fade_is_not_a_cut() -> None:
    assert cut_numbers(range(0, 250, 5)) == []


def test_fast_motion_is_not_a_series_of_cuts() -> None:
    """Each frame differs by more than the threshold, but by no more than the frames before it."""
    calm, fast = [50] * 20, [50 + 60 * (number % 2) for number in range(40)]

    assert len(cut_numbers(calm + fast)) <= 1


def test_a_flash_is_at_most_one_cut() -> None:
    assert len(cut_numbers([50] * 20 + [250] + [50] * 20)) <= 1


@pytest.mark.parametrize("length", [MIN_SCENE // FRAME - 1, MIN_SCENE // FRAME])
def test_a_scene_has_a_minimum_length(length: int) -> None:
    found = cut_numbers([50] * 20 + [200] * length + [50] * 20)

    assert found == ([20, 20 + length] if length * FRAME >= MIN_SCENE else [20])
