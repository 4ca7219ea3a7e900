"""Measures of the difference between two pictures. The last one is ours."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from local.scene import Picture
from stills.image.similarity import difference, fingerprint
from stills.options import ExtractionOptions

Measure = Callable[[Picture, Picture], float]


def dhash(one: Picture, other: Picture) -> float:
    """The number of bits, of 64, that say which of two neighboring pixels is brighter."""

    def bits(picture: Picture) -> NDArray[np.bool_]:
        small = _gray(picture, 9, 8)
        return np.asarray(small[:, 1:] > small[:, :-1])

    return float((bits(one) != bits(other)).sum())


def dhash_and_colors(one: Picture, other: Picture) -> float:
    """dHash, and the largest difference of a channel's mean or standard deviation."""

    def summary(picture: Picture) -> NDArray[np.float64]:
        mean_and_deviation = cv2.meanStdDev(_small(picture, 64, 64))
        return np.asarray(mean_and_deviation, np.float64).reshape(-1)

    return dhash(one, other) + float(np.abs(summary(one) - summary(other)).max())


def phash(one: Picture, other: Picture) -> float:
    """The number of bits, of 64, that say which low frequencies are above their median."""

    def bits(picture: Picture) -> NDArray[np.bool_]:
        low = cv2.dct(np.asarray(_gray(picture, 32, 32), np.float32))[:8, :8]
        return np.asarray(low > np.median(low))

    return float((bits(one) != bits(other)).sum())


def mean_lab(one: Picture, other: Picture) -> float:
    return float(_lab_differences(one, other, 64).mean())


def largest_lab(one: Picture, other: Picture) -> float:
    """The largest difference of one of 16 x 16 blocks."""
    return float(_lab_differences(one, other, 16).max())


def ssim(one: Picture, other: Picture) -> float:
    """1 - SSIM (Wang et al., 2004) of 64 x 64 pixels."""
    x, y = (np.asarray(_gray(each, 64, 64), np.float32) for each in (one, other))

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), 1.5), np.float32)

    mx, my = mean(x), mean(y)
    variance, covariance = mean(x * x) - mx**2 + mean(y * y) - my**2, mean(x * y) - mx * my
    similarity = (2 * mx * my + 6.5) * (2 * covariance + 58.5)
    return 1 - float((similarity / ((mx**2 + my**2 + 6.5) * (variance + 58.5))).mean())


def fixed_share(one: Picture, other: Picture) -> float:
    """The share of 64 x 64 pixels of which a channel differs by more than 10 of 255."""
    small = (np.asarray(_small(each, 64, 64), np.int16) for each in (one, other))
    return float((np.abs(np.subtract(*small)).max(axis=2) > 10).mean())


def ours(one: Picture, other: Picture) -> float:
    return difference(fingerprint(one), fingerprint(other))


MEASURES: dict[str, tuple[Measure, float | None]] = {
    "dHash": (dhash, None),
    "dHash, colors": (dhash_and_colors, None),
    "pHash": (phash, None),
    "SSIM": (ssim, None),
    "mean in Lab": (mean_lab, None),
    "largest in Lab": (largest_lab, None),
    "share": (fixed_share, None),
    "ours": (ours, ExtractionOptions().duplicate_threshold),
}
"""With the threshold, or None for the one that separates the labeled pairs best."""


def _small(picture: Picture, width: int, height: int) -> Picture:
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _gray(picture: Picture, width: int, height: int) -> Picture:
    gray = cv2.cvtColor(_small(picture, width, height), cv2.COLOR_BGR2GRAY)
    return np.asarray(gray, np.uint8)


def _lab_differences(one: Picture, other: Picture, side: int) -> NDArray[np.int16]:
    lab = (
        np.asarray(cv2.cvtColor(_small(each, side, side), cv2.COLOR_BGR2Lab), np.int16)
        for each in (one, other)
    )
    return np.abs(np.subtract(*lab))
