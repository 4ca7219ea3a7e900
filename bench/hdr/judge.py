"""Measures how close a picture is to the scene, and how visible its highlights are."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.hdr.chart import GROUPS, patch_colors, srgb
from local.scene import Picture

KNOWN = "grays", "paper", "skin", "colors", "saturated"
"""The groups whose patches SDR can show without change."""

VISIBLE = 1.0
"""The CIE76 distance at which two neighboring colors can just be distinguished."""


@dataclass(frozen=True)
class Judgement:
    """`distances` are the mean CIE76 distances from the scene in sRGB, for each group of KNOWN.
    `gray_steps` and `sunset_steps` count the visible steps between the gray and between the orange
    highlights, of 6 each. `hue` is the largest difference in degrees of an orange highlight from
    the hue of the scene."""

    distances: dict[str, float]
    gray_steps: int
    sunset_steps: int
    hue: float


def judge(picture: Picture) -> Judgement:
    """Judges a picture of the scene: height x width x RGB."""
    shown = patch_colors(picture)
    return Judgement(
        distances={
            name: float(_distance(_lab(shown[name]), _lab(srgb(GROUPS[name]))).mean())
            for name in KNOWN
        },
        gray_steps=_visible_steps(shown["highlights"]),
        sunset_steps=_visible_steps(shown["sunset"]),
        hue=_hue_shift(shown["sunset"], srgb(GROUPS["sunset"] / GROUPS["sunset"].max())),
    )


def _lab(codes: Picture | NDArray[np.float64]) -> NDArray[np.float32]:
    row = np.asarray(codes, np.float32)[None] / 255
    return np.asarray(cv2.cvtColor(row, cv2.COLOR_RGB2Lab)[0], np.float32)


def _distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(one - other, axis=1), np.float32)


def _visible_steps(colors: NDArray[np.float64]) -> int:
    lab = _lab(colors)
    return int((_distance(lab[1:], lab[:-1]) >= VISIBLE).sum())


def _hue_shift(colors: NDArray[np.float64], expected: Picture) -> float:
    def hue(codes: Picture | NDArray[np.float64]) -> NDArray[np.float64]:
        lab = _lab(codes).astype(np.float64)
        return np.arctan2(lab[:, 2], lab[:, 1])

    turn = hue(colors) - hue(expected)[-1]
    return float(np.degrees(np.abs(np.arctan2(np.sin(turn), np.cos(turn)))).max())
