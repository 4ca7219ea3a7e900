"""Small pictures of frames, for comparing scenes."""

from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike

from stills.demux.video import Frame
from stills.image.geometry import Geometry
from stills.image.pixels import to_small_picture

NOISE = 2.0
"""A difference of pixels, on a scale to 255, that may be noise."""


PLAIN = 3.0
"""A standard deviation of pixels, on a scale to 255, which only a black or plain picture has."""


class Small(NamedTuple):
    """A frame's time in microseconds, its picture in a small size, and the standard deviation of
    the picture's pixels."""

    time: int
    picture: MatLike
    contrast: float


def reduced(shape: Geometry, frame: Frame) -> Small:
    picture = to_small_picture(frame.picture, shape)
    return Small(frame.time, picture, float(cv2.meanStdDev(picture)[1].mean()))


def difference(one: Small, other: Small) -> float:
    """In proportion to the contrast, from 0 to 1."""
    apart = distance(one, other)
    return apart / (apart + (one.contrast + other.contrast) / 2 + NOISE)


def distance(one: Small, other: Small) -> float:
    """The mean difference of pixels, on a scale to 255."""
    return sum(cv2.mean(cv2.absdiff(one.picture, other.picture))) / 3


def correlation(one: Small, other: Small) -> float:
    """Of the pixels; 0 if one picture is plain."""
    if min(one.contrast, other.contrast) < PLAIN:
        return 0.0
    pixels = (np.asarray(each.picture, np.float32) for each in (one, other))
    centered = [(each - each.mean(axis=(0, 1))).ravel() for each in pixels]
    return float(np.dot(*centered) / np.sqrt(np.prod([np.dot(each, each) for each in centered])))
