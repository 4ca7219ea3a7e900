from collections.abc import Iterable
from itertools import pairwise

import av
import cv2
import numpy as np
import pytest
from cv2.typing import MatLike
from hypothesis import given, settings
from hypothesis import strategies as st

from stills.demux.video import Frame
from stills.select.scenes import MIN_SCENE, cuts

FRAME = 40_000
THRESHOLD = 0.3


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
    levels = [100] * 20 + [101] * 20

    assert cut_numbers(levels, threshold=0.4) == []
    assert cut_numbers(levels, threshold=0.3) == [20]


def test_a_slow_fade_is_not_a_cut() -> None:
    assert cut_numbers(range(0, 250, 5)) == []


def test_fast_motion_is_not_a_series_of_cuts() -> None:
    """Each frame differs by more than the threshold, but by no more than the frames before it."""
    calm, fast = [50] * 20, [50 + 60 * (number % 2) for number in range(40)]

    assert len(cut_numbers(calm + fast)) <= 1


@pytest.mark.parametrize("length", [1, 2])
def test_a_flash_is_not_a_cut(length: int) -> None:
    assert cut_numbers([50] * 20 + [250] * length + [50] * 20) == []


@pytest.mark.parametrize("length", [MIN_SCENE // FRAME - 1, MIN_SCENE // FRAME])
def test_a_scene_has_a_minimum_length(length: int) -> None:
    found = cut_numbers([50] * 20 + [200] * length + [50] * 20)

    assert found == ([20, 20 + length] if length * FRAME >= MIN_SCENE else [20])


@settings(deadline=None)
@given(levels=st.lists(st.integers(0, 255), max_size=60), threshold=st.floats(0, 1))
def test_cuts_are_ascending_and_at_least_a_scene_apart(levels: list[int], threshold: float) -> None:
    found = cuts(frames(levels), threshold)

    assert all(until - begin >= MIN_SCENE for begin, until in pairwise([0, *found]))


@pytest.mark.parametrize(
    ("scale", "haze"), [(1, 0), (0.1, 0), (0.12, 170)], ids=["clear", "dark", "hazy"]
)
def test_cuts_are_found_whatever_the_contrast(scale: float, haze: int) -> None:
    random = np.random.default_rng(3)
    scenes = [random.integers(0, 255, (9, 16, 3)).astype(np.uint8) for _ in range(3)]
    pictures = [
        np.asarray(cv2.resize(scene, (96, 54)) * scale + haze, np.uint8)
        for scene in scenes
        for _ in range(20)
    ]
    video = [
        Frame(number * FRAME, av.VideoFrame.from_ndarray(picture, format="bgr24"))
        for number, picture in enumerate(pictures)
    ]

    assert [time // FRAME for time in cuts(video, THRESHOLD)] == [20, 40]


def scene(seed: int) -> MatLike:
    random = np.random.default_rng(seed)
    return cv2.resize(random.integers(0, 255, (6, 10, 3)).astype(np.float32), (96, 54))


def cuts_of(pictures: Iterable[MatLike]) -> list[int]:
    shown = [
        Frame(number * FRAME, av.VideoFrame.from_ndarray(picture.astype(np.uint8), format="bgr24"))
        for number, picture in enumerate(pictures)
    ]
    return [time // FRAME for time in cuts(shown, THRESHOLD)]


@pytest.mark.parametrize("length", [8, 12, 24, 40])
def test_a_dissolve_is_one_cut_in_its_middle(length: int) -> None:
    shares = [*[0.0] * 30, *np.linspace(0, 1, length), *[1.0] * 30]

    (found,) = cuts_of((1 - share) * scene(1) + share * scene(2) for share in shares)

    assert found == pytest.approx(30 + length / 2, abs=3)


@pytest.mark.parametrize("black", [1, 5, 20])
def test_a_fade_through_black_is_one_cut(black: int) -> None:
    levels = [*[1.0] * 30, *np.linspace(1, 0, 12), *[0.0] * black, *np.linspace(0, 1, 12)]
    pictures = [level * scene(1 if n < 42 else 2) for n, level in enumerate([*levels, *[1.0] * 30])]

    (found,) = cuts_of(pictures)

    assert 30 <= found <= 54 + black


def test_a_fade_in_at_the_beginning_and_one_out_at_the_end_are_no_cuts() -> None:
    levels = [*[0.0] * 5, *np.linspace(0, 1, 20), *[1.0] * 40, *np.linspace(1, 0, 20)]

    assert cuts_of(level * scene(1) for level in levels) == []


def test_a_scene_that_becomes_brighter_is_no_cut() -> None:
    assert cuts_of(level * scene(1) for level in np.linspace(0.4, 1, 25)) == []


def test_a_slow_pan_is_no_cut() -> None:
    wide = cv2.resize(scene(1), (400, 54))

    assert cuts_of(wide[:, left : left + 96] for left in range(0, 300, 4)) == []
