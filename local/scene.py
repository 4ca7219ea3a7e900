"""The moving landscape that clips show."""

from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Height x width x BGR."""


class Scene:
    """A sun crosses the sky behind clouds, and hills drift past."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        random = np.random.default_rng(seed=7)
        clouds = _noise(random, height, 2 * width)
        self._clouds = _to_picture(np.repeat(70 * clouds[..., None], 3, axis=2))
        self._hills = [_hill(random, clouds, depth) for depth in (1, 2, 3)]

    def draw(self, number: int, time: Fraction) -> Picture:
        """The picture of frame `number` at `time` seconds: height x width x BGR."""
        seconds = float(time)
        clouds = self._passing(self._clouds, seconds / 12)
        picture = _to_picture(cv2.add(self._sky(seconds), clouds))
        for depth, (hill, below) in enumerate(self._hills, start=1):
            drift = depth * seconds / 16
            cv2.copyTo(self._passing(hill, drift), self._passing(below, drift), picture)
        _write(picture, f"{number:06d}   {seconds:.3f} s")
        return picture

    def _sky(self, seconds: float) -> Picture:
        evening = 0.5 + 0.5 * np.sin(seconds / 3)
        top, bottom = np.array([150, 90, 40 + 60 * evening]), np.array([90, 150, 230])
        down = np.linspace(0, 1, self._height)[:, None, None]
        sky = np.repeat(_to_picture(top + (bottom - top) * down), self._width, axis=1)
        day = seconds / 10 % 1
        sun = int(self._width * day), int(self._height * (0.45 - 0.3 * np.sin(np.pi * day)))
        cv2.circle(sky, sun, max(2, self._height // 12), (120, 225, 255), -1, cv2.LINE_AA)
        return sky

    def _passing(self, strip: Picture, widths: float) -> Picture:
        left = int(widths % 1 * self._width)
        return strip[:, left : left + self._width]


def _noise(random: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """A texture like clouds, with a mean of about 0, that repeats after half its width."""
    quarter = np.zeros((height, -(-width // 4)), np.float32)
    for octave in range(1, 6):
        cells = random.normal(size=(2**octave, 2**octave)).astype(np.float32)
        size = quarter.shape[1], height
        quarter += cv2.resize(cells, size, interpolation=cv2.INTER_CUBIC) / octave / 3
    half = np.hstack([quarter, quarter[:, ::-1]])[:, : width // 2]
    return np.hstack([half, half])


def _hill(
    random: np.random.Generator, texture: NDArray[np.float32], depth: int
) -> tuple[Picture, Picture]:
    """A picture of hills, and the mask of their pixels. Both repeat after half their width."""
    height, width = texture.shape
    along = np.linspace(0, 4 * np.pi, width)
    waves = [np.sin(along * wave + random.uniform(0, 2 * np.pi)) for wave in (1, 2, 3)]
    crest = (0.42 + 0.13 * depth + 0.1 * np.mean(waves, axis=0)) * height
    below = np.arange(height)[:, None] > crest
    grass = np.array([90, 120, 80]) * (1.25 - 0.3 * depth)
    return _to_picture(grass + 40 * texture[..., None]), _to_picture(255 * below)


def _to_picture(values: NDArray[Any]) -> Picture:
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _write(picture: Picture, text: str) -> None:
    height = picture.shape[0]
    at, scale = (height // 20, height // 9), height / 420
    for color, thickness in (((0, 0, 0), 5), ((255, 255, 255), 2)):
        thickness = max(1, round(thickness * scale))
        cv2.putText(
            picture, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, color, thickness, cv2.LINE_AA
        )
