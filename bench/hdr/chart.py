"""A scene in linear light: a landscape under a bright sun, and patches of known colors."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from local.scene import Picture, Scene

Light = NDArray[np.float64]
"""... x RGB, in the primaries of BT.709; 1 is diffuse white."""

SIDE, COLUMNS = 72, 13
WIDTH, HEIGHT = SIDE * COLUMNS, 540

HEADROOM = 1000 / 203
"""A highlight of 1000 cd/m2, relative to diffuse white (ITU-R BT.2408)."""


def linear(codes: object) -> Light:
    """The light of sRGB codes from 0 to 255 (IEC 61966-2-1)."""
    code = np.asarray(codes, np.float64) / 255
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def srgb(light: Light) -> Picture:
    """sRGB codes from 0 to 255. Light brighter than diffuse white is clipped."""
    light = np.clip(light, 0, 1)
    code = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(255 * code), np.uint8)


def _grays(*lights: float) -> Light:
    return np.repeat(np.array(lights)[:, None], 3, axis=1)


BRIGHT = np.geomspace(1, HEADROOM, 8)[1:]

GROUPS: dict[str, Light] = {
    "grays": _grays(0.01, 0.03, 0.09, 0.18, 0.36, 0.6),
    "paper": _grays(0.9, 1),
    "skin": linear([[86, 56, 45], [115, 82, 68], [194, 150, 130], [224, 172, 140]]),
    "colors": linear(  # of the ColorChecker chart
        [
            *([98, 122, 157], [87, 108, 67], [175, 54, 60], [70, 148, 73]),
            *([56, 61, 150], [231, 199, 31], [187, 86, 149], [214, 126, 44]),
        ]
    ),
    "saturated": linear([[200, 0, 0], [0, 180, 0], [0, 0, 200], [200, 200, 0], [0, 180, 180]]),
    "highlights": _grays(*BRIGHT),
    "sunset": linear([[255, 150, 60]]) * BRIGHT[:, None],
}
"""The patches. All of the last two groups, gray and orange, are brighter than diffuse white."""


def scene() -> Light:
    """HEIGHT x WIDTH x RGB: the landscape, and below it the patches in rows of COLUMNS."""
    patches = np.concatenate(list(GROUPS.values())).reshape(-1, COLUMNS, 3)
    below = patches.repeat(SIDE, axis=0).repeat(SIDE, axis=1)
    height = HEIGHT - len(below)
    return np.concatenate([_landscape(WIDTH, height), below])


def patch_colors(picture: Picture) -> dict[str, NDArray[np.float64]]:
    """The mean RGB codes of each patch in a picture (RGB) of the scene, by group."""
    rows = sum(map(len, GROUPS.values())) // COLUMNS
    tiles = picture[-rows * SIDE :].reshape(rows, SIDE, COLUMNS, SIDE, 3)
    margin = slice(SIDE // 4, -SIDE // 4)  # chroma bleeds over the edges of patches
    means = tiles[:, margin, :, margin].mean(axis=(1, 3)).reshape(-1, 3)
    ends = np.cumsum([len(group) for group in GROUPS.values()])
    return dict(zip(GROUPS, np.split(means, ends[:-1]), strict=True))


def _landscape(width: int, height: int) -> Light:
    land = 1.5 * linear(Scene(width, height).draw(0, Fraction(5))[..., ::-1])
    down, across = np.mgrid[:height, :width]
    distance = np.hypot(down - 0.16 * height, across - 0.5 * width) / height
    glow = np.exp(-((distance / 0.16) ** 2))[..., None]
    light = land + glow * HEADROOM * np.array([1, 0.8, 0.5])
    return np.asarray(light / np.maximum(1, light.max(axis=2, keepdims=True) / HEADROOM))
