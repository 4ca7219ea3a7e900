from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from stills.image.geometry import Geometry
from stills.image.pixels import to_picture

KR_KB = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}

SIDE = 64
BLOCK = 16
"""Pixels with the same chroma, so that it does not matter how chroma is interpolated."""

INSIDE = np.abs(np.arange(SIDE) % BLOCK - BLOCK / 2) < BLOCK / 4


def planes_of(bits: int, horizontally: int, vertically: int) -> list[NDArray[np.uint16]]:
    """Y, Cb and Cr: any values of luma, and chroma that is the same within a block."""
    random, most = np.random.default_rng(bits), 2**bits
    luma = random.integers(0, most, (SIDE, SIDE))
    chroma = random.integers(most * 3 // 8, most * 5 // 8, (2, SIDE // BLOCK, SIDE // BLOCK))
    large = np.kron(chroma, np.ones((1, BLOCK, BLOCK), int))[:, ::vertically, ::horizontally]
    return [each.astype(np.uint16) for each in (luma, *large)]


def frame_of(planes: list[NDArray[np.uint16]], form: str) -> av.VideoFrame:
    height, width = planes[0].shape
    frame = av.VideoFrame(width, height, form)
    for plane, values in zip(frame.planes, planes, strict=True):
        rows = np.zeros((plane.height, plane.line_size // 2), "<u2")
        rows[:, : values.shape[1]] = values
        plane.update(rows.tobytes())
    return frame


def expected(
    planes: list[NDArray[np.uint16]], bits: int, matrix: int, full_range: bool
) -> NDArray[np.float64]:
    """R, G and B from 0 to 1 (ITU-T H.273, 8.3)."""
    luma, cb, cr = (each.astype(float) for each in planes)
    if full_range:
        y, most = luma / (2**bits - 1), 2**bits - 1
        pb, pr = (cb - 2 ** (bits - 1)) / most, (cr - 2 ** (bits - 1)) / most
    else:
        step = 2 ** (bits - 8)
        y = (luma - 16 * step) / (219 * step)
        pb, pr = (cb - 128 * step) / (224 * step), (cr - 128 * step) / (224 * step)
    kr, kb = KR_KB[matrix]
    red, blue = y + (2 - 2 * kr) * pr, y + (2 - 2 * kb) * pb
    green = (y - kr * red - kb * blue) / (1 - kr - kb)
    return np.asarray(np.clip(np.dstack([red, green, blue]), 0, 1))


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("matrix", KR_KB)
@pytest.mark.parametrize(
    ("form", "horizontally", "vertically"),
    [("yuv420p{}le", 2, 2), ("yuv422p{}le", 2, 1), ("yuv444p{}le", 1, 1)],
)
@pytest.mark.parametrize("bits", [10, 12])
def test_colors_are_exact_to_a_tenth_of_a_value_of_the_video(
    form: str, horizontally: int, vertically: int, bits: int, matrix: int, full_range: bool
) -> None:
    planes = planes_of(bits, horizontally, vertically)
    frame = frame_of(planes, form.format(bits))
    frame.colorspace, frame.color_range = matrix, 2 if full_range else 1

    picture = to_picture(frame, Geometry(), tone_map=False)

    whole = [np.kron(each, np.ones((SIDE // len(each), SIDE // each.shape[1]))) for each in planes]
    want = expected(whole, bits, matrix, full_range)
    error = np.abs(picture[..., ::-1] / 65_535 - want)[INSIDE][:, INSIDE]
    assert picture.dtype == np.uint16
    assert error.max() <= 0.1 / (2**bits - 1)


@pytest.mark.parametrize("form", ["gray10le", "gray12le", "gray16le"])
def test_each_gray_gives_another(form: str) -> None:
    bits = int(form.removeprefix("gray").removesuffix("le"))
    levels = np.arange(0, 2**bits, 2**bits // 512, dtype=np.uint16)[None, :512]

    picture = to_picture(frame_of([levels], form), Geometry(), tone_map=False)

    assert np.abs(picture[0, :, 1] / 65_535 - levels[0] / (2**bits - 1)).max() < 1e-5


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_rgb_keeps_its_values(bits: int) -> None:
    random = np.random.default_rng(1)
    green, blue, red, alpha = random.integers(0, 2**bits, (4, 8, 8)).astype(np.uint16)
    frame = frame_of([green, blue, red, alpha], f"gbrap{bits}le")

    picture = to_picture(frame, Geometry(), alpha=True, tone_map=False)

    want = np.dstack([blue, green, red, alpha]) / (2**bits - 1)
    assert np.abs(picture / 65_535 - want).max() < 1e-5


@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_keeps_its_values(transfer: int) -> None:
    planes = planes_of(10, 2, 2)
    sdr, hdr = frame_of(planes, "yuv420p10le"), frame_of(planes, "yuv420p10le")
    hdr.color_trc = transfer

    shown: Any = [to_picture(each, Geometry(), tone_map=False) for each in (sdr, hdr)]

    assert np.array_equal(*shown)


def test_8_bits_stay_8_bits() -> None:
    frame = av.VideoFrame(16, 16, "yuv420p")
    frame.color_trc = 16

    assert to_picture(frame, Geometry(), tone_map=False).dtype == np.uint8
