"""Finds cuts: frames that differ from those before, in proportion to the contrast of the scenes,
and more than frames nearby do, as in fast motion (ADR 20)."""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise, repeat
from typing import NamedTuple

import cv2
from cv2.typing import MatLike

from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.image.pixels import to_small_picture
from stills.threads import in_parallel

MIN_SCENE = 400_000
"""Microseconds. A flash is not a scene."""

REACH = 2
"""How many frames before and after a cut are compared with it."""

MIN_RATIO = 1.6
"""How many times as much as the frames nearby a frame must differ from the one before."""

NOISE = 2.0
"""A difference of pixels, on a scale to 255, that may be noise."""


class _Small(NamedTuple):
    """A frame's time in microseconds, its picture in a small size, and the standard deviation of
    the picture's pixels."""

    time: int
    picture: MatLike
    contrast: float


def cuts(frames: Iterable[Frame], threshold: float, shape: Geometry = AS_CODED) -> list[int]:
    """The times of the frames that begin a scene, except the first. `threshold` is how much frames
    must differ at a cut: 0 for the same picture, about 0.5 for unrelated ones; `shape` says which
    part of the frames counts."""
    found: list[int] = []
    last = 0
    window: deque[_Small] = deque(maxlen=2 * REACH + 2)
    for small in _padded(in_parallel(partial(_reduced, shape), frames, Frame.work_size)):
        window.append(small)
        if len(window) < 2 * REACH + 2:
            continue
        time = window[REACH + 1].time
        if time - last >= MIN_SCENE and _is_cut(window, threshold):
            found.append(time)
            last = time
    return found


def _is_cut(window: deque[_Small], threshold: float) -> bool:
    """Whether the second half of the window is another scene than the first. After a flash, the
    scene before it returns, so both sides of a cut are also compared with what is farther away."""
    before, after = window[REACH], window[REACH + 1]
    pairs = (before, after), (before, window[-1]), (window[0], after)
    if not all(_difference(*pair) >= threshold for pair in pairs):
        return False
    nearby = [
        _distance(one, other)
        for one, other in pairwise(window)
        if one is not other and one is not before
    ]
    step = _distance(before, after)
    return step > 0 and step * len(nearby) >= MIN_RATIO * sum(nearby)


def _difference(one: _Small, other: _Small) -> float:
    """From 0 to 1."""
    distance = _distance(one, other)
    return distance / (distance + (one.contrast + other.contrast) / 2 + NOISE)


def _distance(one: _Small, other: _Small) -> float:
    """The mean difference of pixels, on a scale to 255."""
    return sum(cv2.mean(cv2.absdiff(one.picture, other.picture))) / 3


def _padded(smalls: Iterator[_Small]) -> Iterator[_Small]:
    """With the first and the last repeated, so that the window reaches over the ends."""
    last = next(smalls, None)
    if last is None:
        return
    yield from repeat(last, REACH + 2)
    for last in smalls:
        yield last
    yield from repeat(last, REACH)


def _reduced(shape: Geometry, frame: Frame) -> _Small:
    picture = to_small_picture(frame.picture, shape)
    return _Small(frame.time, picture, float(cv2.meanStdDev(picture)[1].mean()))
