"""Footage with a realistic texture: a camera pans over ground, a cloud passes, and the sensor has
grain."""

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

MARGIN = 256
"""How far the camera pans, in pixels: a multiple of 4, so that chroma pans like luma."""

GRAIN = 2.0
"""The standard deviation of the noise, on a scale to 255."""


class Footage:
    """Endless footage; `width` and `height` are even."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        random = np.random.default_rng(seed=11)
        wide, high = width + MARGIN, height + MARGIN
        self._ground = _texture(random, wide, high, mean=120, contrast=45, roughness=1.3)
        self._cloud = _texture(random, wide, high, mean=40, contrast=40, roughness=1.8)
        self._chroma = [
            _texture(random, wide // 2, high // 2, mean=128, contrast=20, roughness=1.3)
            for _ in range(2)
        ]
        noise = random.normal(128, GRAIN, (high, wide))
        self._grain = np.asarray(np.clip(noise, 0, 255), np.uint8)

    def draw(self, number: int) -> av.VideoFrame:
        """Returns frame `number`, in yuv420p."""
        angle = number / 40
        x, y = (round((0.5 + 0.5 * wave(angle)) * MARGIN / 2) * 2 for wave in (np.sin, np.cos))
        luma = cv2.add(self._visible(self._ground, x, y), self._visible(self._cloud, MARGIN - x, y))
        shaken = np.random.default_rng(number).integers(0, MARGIN, 2)
        luma = cv2.addWeighted(luma, 1, self._visible(self._grain, *shaken), 1, -128)
        chroma = [self._visible(plane, x // 2, y // 2, scale=2) for plane in self._chroma]
        planes = [np.asarray(plane).reshape(-1) for plane in (luma, *chroma)]
        width, height = self._size
        picture = np.concatenate(planes).reshape(height * 3 // 2, width)
        return av.VideoFrame.from_ndarray(picture, format="yuv420p")

    def _visible(self, plane: Plane, x: int, y: int, scale: int = 1) -> Plane:
        width, height = self._size
        return plane[y : y + height // scale, x : x + width // scale]


def _texture(
    random: np.random.Generator,
    width: int,
    height: int,
    *,
    mean: float,
    contrast: float,
    roughness: float,
) -> Plane:
    """Noise whose amplitude falls with frequency as 1/f^roughness; in natural images it falls as
    1/f (Field, 1987), and faster behind a lens. `mean` and the standard deviation `contrast` are on
    a scale to 255."""
    down, across = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    frequency = np.hypot(down * height, across * width)
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(random.normal(size=(height, width))) / frequency**roughness
    values = np.fft.irfft2(spectrum, (height, width))
    values *= contrast / values.std()
    return np.asarray(np.clip(values + mean, 0, 255), np.uint8)
