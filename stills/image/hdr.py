"""Tone-maps HDR (PQ, HLG) to SDR. Diffuse white stays as bright; highlights are compressed.

The steps: decode to linear light (SMPTE ST 2084; ITU-R BT.2100 for HLG, on a display of 1000
cd/m2); convert BT.2020 primaries to BT.709; compress with the curve of ITU-R BT.2390 (section
5.4.1), one factor for all three components of a pixel so that it keeps its hue, chosen by the
brightest of them; encode for sRGB.
"""

from functools import reduce
from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from stills.image.transfer import PQ

Floats = NDArray[np.float32]

WHITE = 203.0
"""cd/m2 of diffuse white in HDR (ITU-R BT.2408), which becomes white in SDR."""

PEAK = 1000.0
"""cd/m2 that most HDR is mastered for. Anything brighter is shown like this."""

STEPS = 65_536
ROWS = 128
"""Rows to process at once, because each floating-point copy of a 4K picture would take 100 MB."""

_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128

_BT2020_LUMA_BGR = np.array([[0.0593, 0.6780, 0.2627]], np.float32)

_BT2020_TO_BT709_BGR = np.array(
    [[1.1187, -0.1006, -0.0182], [-0.0083, 1.1329, -0.1246], [-0.0728, -0.5876, 1.6605]], np.float32
)


def tone_mapped(picture: MatLike, transfer: int) -> MatLike:
    """An 8-bit sRGB picture of a 16-bit one in BT.2020; both BGR, `transfer` is PQ or HLG."""
    light = _pq_light if transfer == PQ else _hlg_light
    mapped = np.empty(picture.shape, np.uint8)
    for top in range(0, picture.shape[0], ROWS):
        mapped[top : top + ROWS] = _strip(*light(picture[top : top + ROWS]))
    return mapped


def _strip(light: Floats, gain: Floats | float) -> MatLike:
    """Of each pixel, all three components get one factor, so that it keeps its hue. In planes,
    because NumPy is slow with three components."""
    planes = cv2.split(cv2.transform(light, _BT2020_TO_BT709_BGR))
    root = np.sqrt(np.maximum(reduce(cv2.max, planes) * gain, 0))
    factor = _looked_up(_COMPRESSION, root * ((STEPS - 1) / _BRIGHTEST_ROOT)) * gain * (STEPS - 1)
    return cv2.merge([_looked_up(_SRGB, plane * factor) for plane in planes])


def _pq_light(picture: MatLike) -> tuple[Floats, float]:
    """Light relative to WHITE, and a factor for each pixel."""
    return _looked_up(_PQ_LIGHT, picture), 1.0


def _hlg_light(picture: MatLike) -> tuple[Floats, Floats]:
    """The same. The factor is the system gamma of 1.2, applied to luminance, as in BT.2100."""
    scene = _looked_up(_HLG_SCENE, picture)
    luminance = np.maximum(cv2.transform(scene, _BT2020_LUMA_BGR), 1e-6)
    return scene, np.asarray(cv2.pow(luminance, 0.2) * (PEAK / WHITE), np.float32)


def _looked_up(table: NDArray[Any], at: MatLike) -> NDArray[Any]:
    """The table's entries at these numbers, and those at its ends for numbers beyond."""
    if at.dtype != np.uint16:
        at = np.clip(at, 0, STEPS - 1).astype(np.uint16)
    return np.asarray(table.take(np.asarray(at), mode="clip"))  # twice as fast as an index


def _from_pq(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """cd/m2."""
    root = code ** (1 / _M2)
    return 10_000 * (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1)


def _to_pq(light: NDArray[np.float64] | float) -> NDArray[np.float64]:
    power = (np.asarray(light) / 10_000) ** _M1
    return ((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2


def _compressed(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """BT.2390's EETF from PEAK to WHITE, both black at 0; cd/m2."""
    code = np.minimum(_to_pq(light) / _to_pq(PEAK), 1.0)
    white = float(_to_pq(WHITE) / _to_pq(PEAK))
    knee = 1.5 * white - 0.5
    part = np.maximum(code - knee, 0) / (1 - knee)
    spline = (
        (2 * part**3 - 3 * part**2 + 1) * knee
        + (part**3 - 2 * part**2 + part) * (1 - knee)
        + (-2 * part**3 + 3 * part**2) * white
    )
    return _from_pq(np.where(code < knee, code, spline) * _to_pq(PEAK))


def _from_hlg(code: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scene light, from 0 to 1."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12)


def _to_srgb(light: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


_CODES = np.linspace(0, 1, STEPS)
_PQ_LIGHT = (_from_pq(_CODES) / WHITE).astype(np.float32)
_HLG_SCENE = _from_hlg(_CODES).astype(np.float32)
_BRIGHTEST_ROOT = (2 * 10_000 / WHITE) ** 0.5
"""Of the brightest component in BT.709, relative to white. It is looked up by its root, because the
dark needs smaller steps."""

_LIGHT = np.clip(np.linspace(0, _BRIGHTEST_ROOT, STEPS) ** 2, 1e-4, 10_000 / WHITE)
_COMPRESSION = (_compressed(_LIGHT * WHITE) / WHITE / _LIGHT).astype(np.float32)
_SRGB = np.round(255 * _to_srgb(_CODES)).astype(np.uint8)
