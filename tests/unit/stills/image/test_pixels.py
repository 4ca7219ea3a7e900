import itertools
import struct
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from stills.image.geometry import Geometry, geometry
from stills.image.pixels import to_picture

MATRICES = {1: (0.2126, 0.0722), 5: (0.299, 0.114), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
"""Kr and Kb of BT.709, BT.601 (twice) and BT.2020, by the number of their AVColorSpace."""

RGB = (200, 60, 30)


def sample_of(rgb: tuple[int, int, int], matrix: int, full_range: bool) -> tuple[int, int, int]:
    """Y, Cb and Cr of a color (ITU-T H.273)."""
    red, green, blue = (value / 255 for value in rgb)
    kr, kb = MATRICES[matrix]
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 - 2 * kb), (red - luma) / (2 - 2 * kr)
    if full_range:
        return round(255 * luma), round(128 + 255 * cb), round(128 + 255 * cr)
    return round(16 + 219 * luma), round(128 + 224 * cb), round(128 + 224 * cr)


def plain_frame(values: tuple[int, ...], width: int, height: int, form: str) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, form)
    for plane, value in zip(frame.planes, values, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


@pytest.mark.parametrize("form", ["yuv420p", "yuv422p", "yuv444p"])
@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("matrix", MATRICES)
def test_colors_follow_the_matrix_and_range_of_the_frame(
    matrix: int, full_range: bool, form: str
) -> None:
    frame = plain_frame(sample_of(RGB, matrix, full_range), 64, 64, form)
    frame.colorspace, frame.color_range = matrix, 2 if full_range else 1

    picture = to_picture(frame, Geometry())

    assert np.abs(picture[..., ::-1].astype(int) - RGB).max() <= 3


@pytest.mark.parametrize(("size", "matrix"), [((720, 576), 6), ((1280, 720), 1)])
def test_an_unspecified_color_matrix_is_assumed_as_players_assume_it(
    size: tuple[int, int], matrix: int
) -> None:
    frame = plain_frame(sample_of(RGB, matrix, full_range=False), *size, "yuv420p")

    assert np.abs(to_picture(frame, Geometry())[..., ::-1].astype(int) - RGB).max() <= 3


def test_transparency_is_shown_over_black() -> None:
    half = plain_frame((*sample_of(RGB, 6, full_range=False), 128), 64, 64, "yuva420p")

    assert np.abs(to_picture(half, Geometry())[..., ::-1] * 2.0 - RGB).max() <= 6


@pytest.mark.parametrize(("width", "height"), [(161, 121), (1, 1), (3, 240)])
def test_odd_sizes_are_kept(width: int, height: int) -> None:
    frame = plain_frame((128, 128, 128), width, height, "yuv420p")

    assert to_picture(frame, Geometry()).shape == (height, width, 3)


def test_pixels_become_square_before_the_picture_is_turned() -> None:
    frame = plain_frame((128, 128, 128), 720, 576, "yuv420p")
    anamorphic = Geometry(Fraction(16, 15), rotation=90)

    assert anamorphic.shown_size(720, 576) == (576, 768)
    assert to_picture(frame, anamorphic).shape == (768, 576, 3)


def test_an_implausible_pixel_aspect_ratio_is_ignored() -> None:
    first = av.VideoFrame(16, 16, "yuv420p")

    assert geometry(first, Fraction(1, 1000)).aspect == 1
    assert geometry(first).aspect == 1


ORIENTATIONS = [
    (a, b, c, d)
    for a, b, c, d in itertools.product((-1, 0, 1), repeat=4)
    if abs(a * d - b * c) == 1 and a * c == b * d == 0
]
"""The display matrices of the eight orientations of a picture."""


def with_matrix(a: int, b: int, c: int, d: int) -> Any:
    """A first frame with the display matrix that turns (x, y) to (ax + cy, bx + dy)."""
    matrix = struct.pack("=9i", *(each << 16 for each in (a, b, 0, c, d, 0, 0, 0, 1 << 14)))
    return SimpleNamespace(side_data={"DISPLAYMATRIX": matrix})


@pytest.mark.parametrize("matrix", ORIENTATIONS, ids=str)
def test_each_point_is_shown_where_the_display_matrix_puts_it(
    matrix: tuple[int, int, int, int],
) -> None:
    a, b, c, d = matrix
    width, height = 4, 2
    coded = np.arange(width * height, dtype=np.uint8).reshape(height, width) * 30
    frame = av.VideoFrame.from_ndarray(coded, format="gray")

    shape = geometry(with_matrix(*matrix))
    shown = to_picture(frame, shape)[..., 0]

    assert shown.shape[::-1] == shape.shown_size(width, height)
    for x, y in itertools.product(range(width), range(height)):
        across, down = a * x + c * y, b * x + d * y
        left, top = (
            min(0, a * (width - 1)) + min(0, c * (height - 1)),
            (min(0, b * (width - 1)) + min(0, d * (height - 1))),
        )
        assert shown[down - top, across - left] == coded[y, x]


def test_bytes_without_a_meaning_are_not_alpha() -> None:
    frame = plain_frame((0,), 8, 8, "bgra")

    frame.planes[0].update(bytes([30, 60, 200, 0]) * (frame.planes[0].buffer_size // 4))

    assert to_picture(frame, Geometry(is_opaque=True))[4, 4].tolist() == [30, 60, 200]
    assert to_picture(frame, Geometry())[4, 4].tolist() == [0, 0, 0]
