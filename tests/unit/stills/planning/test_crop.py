from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.errors import CropOutside
from stills.options import ExtractionOptions
from stills.planning.crop import WHOLE, Part, excess, part_of
from stills.warnings import crop_cut

sides = st.integers(1, 16_384)
percentages = st.integers(1, 99)


def kept(crop: tuple[int | str, ...], width: int, height: int) -> tuple[int, ...]:
    options = ExtractionOptions(crop=crop)  # type: ignore[arg-type]
    return tuple(part_of(options, width, height).of(width, height))


def test_without_a_crop_the_whole_picture_is_kept() -> None:
    assert part_of(ExtractionOptions(), 640, 360) == WHOLE
    assert tuple(WHOLE.of(640, 360)) == (0, 0, 640, 360)


@given(sides, sides, st.data())
def test_pixels_are_kept_exactly(width: int, height: int, data: st.DataObject) -> None:
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    across = data.draw(st.integers(1, width - x))
    down = data.draw(st.integers(1, height - y))

    assert kept((x, y, across, down), width, height) == (x, y, x + across, y + down)


@given(sides, sides, percentages)
def test_parts_that_touch_neither_overlap_nor_leave_a_gap(
    width: int, height: int, percentage: int
) -> None:
    left = kept(("0%", 0, f"{percentage}%", "100%"), 100 * width, height)
    right = kept((f"{percentage}%", 0, f"{100 - percentage}%", "100%"), 100 * width, height)

    assert left[0] == 0
    assert left[2] == right[0]
    assert right[2] == 100 * width


@given(st.tuples(*[st.fractions(-1, 2)] * 4), sides, sides)
def test_at_least_one_pixel_of_the_picture_is_kept(
    edges: tuple[Fraction, ...], width: int, height: int
) -> None:
    left, top, right, bottom = Part(*edges).of(width, height)

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_a_picture_of_another_size_keeps_the_same_part() -> None:
    part = part_of(ExtractionOptions(crop=(320, 0, 320, 180)), 640, 360)

    assert tuple(part.of(1280, 720)) == (640, 0, 1280, 360)


def test_a_crop_that_reaches_beyond_the_picture_is_cut_with_a_warning() -> None:
    part = part_of(ExtractionOptions(crop=(600, 0, 100, "50%")), 640, 360)

    warning = excess(part, 640, 360)

    assert warning == crop_cut(640, 360, 40, 180)
    assert excess(part_of(ExtractionOptions(crop=(600, 0, 40, 360)), 640, 360), 640, 360) is None


@pytest.mark.parametrize("crop", [(640, 0, 1, 1), (0, 1000, "10%", "10%")])
def test_a_crop_outside_of_the_picture_is_refused(crop: tuple[int | str, ...]) -> None:
    part = part_of(ExtractionOptions(crop=crop), 640, 360)  # type: ignore[arg-type]

    with pytest.raises(CropOutside, match="640 x 360"):
        excess(part, 640, 360)


@pytest.mark.parametrize("crop", [("100%", 0, 1, 1), (0, 0, "0%", 1), (0, 0, 1, "0.0%")])
def test_percentages_that_leave_nothing_are_refused_without_a_video(
    crop: tuple[int | str, ...],
) -> None:
    with pytest.raises(ValueError, match="`crop` must leave a part of the picture"):
        ExtractionOptions(crop=crop)  # type: ignore[arg-type]
