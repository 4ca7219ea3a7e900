"""Finds cuts: frames that differ much from the one before, and much more than recent frames
differed, as they do in fast motion."""

from collections.abc import Iterable
from functools import partial

import cv2
from cv2.typing import MatLike

from stills.demux.video import Frame
from stills.image.geometry import AS_CODED, Geometry
from stills.image.pixels import to_small_picture
from stills.threads import in_parallel

MIN_SCENE = 400_000
"""Microseconds. A flash is not a scene."""

MIN_RATIO = 3.0
"""How many times as much as recent frames a frame must differ."""

DECAY = 0.7
"""The weight of the past in the moving average of differences."""


def cuts(frames: Iterable[Frame], threshold: float, shape: Geometry = AS_CODED) -> list[int]:
    """The times of the frames that begin a scene, except the first. `threshold` is the mean
    absolute difference of pixels, from 0 to 1; `shape` says which part of the frames counts."""
    found: list[int] = []
    before: MatLike | None = None
    average, last = 0.0, 0
    for time, picture in in_parallel(partial(_reduced, shape), frames):
        change = 0.0 if before is None else sum(cv2.mean(cv2.absdiff(picture, before))) / 3 / 255
        if change >= threshold and change > MIN_RATIO * average and time - last >= MIN_SCENE:
            found.append(time)
            last = time
        else:
            average = DECAY * average + (1 - DECAY) * change
        before = picture
    return found


def _reduced(shape: Geometry, frame: Frame) -> tuple[int, MatLike]:
    return frame.time, to_small_picture(frame.picture, shape)
