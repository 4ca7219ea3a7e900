"""Finds cuts: where a picture differs much from the one before, and much more than pictures did
of late, as they do in fast motion."""

from collections.abc import Iterable

import cv2
from cv2.typing import MatLike

from stills.demux.video import Frame
from stills.image.pixels import to_small_picture
from stills.threads import in_parallel

MIN_SCENE = 400_000
"""Microseconds. A flash is no scene."""

STANDS_OUT = 3.0
"""How many times as much as pictures differed of late."""

MEMORY = 0.7
"""How much of what was of late is remembered from one picture to the next."""


def cuts(frames: Iterable[Frame], threshold: float) -> list[int]:
    """The times of the frames that begin a scene, the first apart. `threshold` is the mean
    absolute difference of pixels, from 0 to 1."""
    found: list[int] = []
    before: MatLike | None = None
    of_late, last = 0.0, 0
    for time, picture in in_parallel(_reduced, frames):
        change = 0.0 if before is None else sum(cv2.mean(cv2.absdiff(picture, before))) / 3 / 255
        if change >= threshold and change > STANDS_OUT * of_late and time - last >= MIN_SCENE:
            found.append(time)
            last = time
        else:
            of_late = MEMORY * of_late + (1 - MEMORY) * change
        before = picture
    return found


def _reduced(frame: Frame) -> tuple[int, MatLike]:
    return frame.time, to_small_picture(frame.picture)
