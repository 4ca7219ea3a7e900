"""Measures how much of a picture differs from another one (ADR 20)."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

SIDE = 96
"""Cells of a fingerprint along each side of the picture, whatever its shape."""

NOISE = 7
"""How much a cell may differ, on a scale to 255, where both pictures are plain."""

TOLERANCE = 0.25
"""How much more it may differ, as a share of the contrast around it that both pictures have.
Encoders and small movements change what is rich in contrast."""

AROUND = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class Fingerprint:
    """A picture reduced to SIDE x SIDE cells of luma, half as many of chroma in each direction, and
    an `outline` of 64 values that is quick to compare."""

    luma: MatLike
    chroma: MatLike
    outline: MatLike


def fingerprint(picture: MatLike) -> Fingerprint:
    """Of a picture in BGR."""
    cells = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    luma, *chroma = cv2.split(cv2.cvtColor(cells, cv2.COLOR_BGR2YCrCb))
    half = cv2.resize(cv2.merge(chroma), (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA)
    outline = cv2.resize(np.asarray(luma, np.float32), (8, 8), interpolation=cv2.INTER_AREA)
    return Fingerprint(luma, half, outline.reshape(-1))


def difference(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the picture that differs, from 0 to 1."""
    luma = _differs(one.luma, other.luma)
    chroma = _differs(one.chroma, other.chroma).max(axis=2)
    whole = cv2.resize(chroma, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    return cv2.countNonZero(cv2.bitwise_or(luma, whole)) / SIDE**2


def _differs(one: MatLike, other: MatLike) -> MatLike:
    """255 for each cell that differs, and 0 for the others."""
    contrast = cv2.min(_contrast(one), _contrast(other))
    allowed = cv2.convertScaleAbs(contrast, alpha=TOLERANCE, beta=NOISE)
    return cv2.compare(cv2.absdiff(one, other), allowed, cv2.CMP_GT)


def _contrast(cells: MatLike) -> MatLike:
    return cv2.subtract(cv2.dilate(cells, AROUND), cv2.erode(cells, AROUND))
