from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from av.filter import Graph
from numpy.typing import NDArray

from stills.image.deinterlace import deinterlaced

Plane = NDArray[np.uint8]


def texture(height: int = 64, width: int = 96) -> Plane:
    """Varies along the lines and, slowly, from line to line."""
    random = np.random.default_rng(1)
    rows = random.integers(0, 255, (height // 16 + 1, width), np.uint8)
    return rows.repeat(16, axis=0)[:height]


def a_frame(luma: Plane, *, interlaced: bool = True, pixel_format: str = "gray") -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(luma, format="gray").reformat(format=pixel_format)
    frame.pts, frame.time_base = 7, Fraction(1, 25)
    return marked_as_interlaced(frame) if interlaced else frame


def marked_as_interlaced(frame: av.VideoFrame) -> av.VideoFrame:
    """The top field first. PyAV cannot set the mark itself."""
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
    )
    field = graph.add("setfield", "mode=tff")
    source.link_to(field)
    field.link_to(graph.add("buffersink"))
    graph.configure()
    graph.vpush(frame)
    marked = graph.vpull()
    assert marked.interlaced_frame
    return marked


def luma_of(frame: av.VideoFrame) -> NDArray[Any]:
    return frame.reformat(format="gray").to_ndarray().astype(int)


def test_lines_of_the_second_field_are_interpolated_where_the_picture_moved() -> None:
    first = texture()
    woven = first.copy()
    woven[1::2] = np.roll(first, 8, axis=1)[1::2]

    result = luma_of(deinterlaced(a_frame(woven)))

    assert np.abs(result - first).mean() < np.abs(woven.astype(int) - first).mean() / 4


def test_a_still_picture_keeps_its_lines() -> None:
    still = texture()

    result = luma_of(deinterlaced(a_frame(still)))

    assert (result[::2] == still[::2]).all()
    assert np.abs(result - still).mean() < 1


def test_a_progressive_frame_is_returned_as_it_is() -> None:
    frame = a_frame(texture(), interlaced=False)

    assert deinterlaced(frame) is frame


@pytest.mark.parametrize("height", [1, 2, 3, 4, 5, 33])
@pytest.mark.parametrize("width", [1, 2, 3, 8])
def test_size_and_time_stay_the_same(width: int, height: int) -> None:
    frame = a_frame(np.zeros((height, width), np.uint8))

    result = deinterlaced(frame)

    assert (result.width, result.height, result.pts) == (width, height, 7)


@pytest.mark.parametrize(
    "pixel_format",
    ["yuv420p", "yuvj420p", "yuv422p10le", "uyvy422", "nv12", "rgb24", "yuv444p12le"],
)
def test_colors_stay_the_same(pixel_format: str) -> None:
    frame = a_frame(np.full((48, 64), 90, np.uint8), pixel_format=pixel_format)

    before = frame.to_ndarray(format="rgb24").astype(int)
    after = deinterlaced(frame).to_ndarray(format="rgb24").astype(int)

    assert np.abs(before - after).max() <= 2
