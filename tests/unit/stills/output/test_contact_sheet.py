import numpy as np
import pytest

from stills.output.contact_sheet import BACKGROUND, CAPTION_HEIGHT, GAP, draw, labels
from stills.output.tiles import Tile

SECOND = 1_000_000


def tiles(count: int, width: int, height: int) -> list[Tile]:
    picture = np.full((height, width, 3), 255, np.uint8)
    return [Tile(number * SECOND, picture) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "width", "height", "grid"),
    [
        (1, 320, 180, (1, 1)),
        (2, 320, 180, (2, 1)),
        (4, 320, 180, (2, 2)),
        (7, 320, 180, (3, 3)),
        (30, 320, 180, (6, 5)),
        (30, 180, 320, (10, 3)),
        (30, 320, 320, (8, 4)),
        (3, 320, 2, (1, 3)),
        (3, 2, 320, (3, 1)),
    ],
)
def test_a_sheet_has_about_the_shape_of_a_screen_and_few_empty_cells(
    count: int, width: int, height: int, grid: tuple[int, int]
) -> None:
    columns, rows = grid

    sheet = draw(tiles(count, width, height))

    assert (sheet.shape[0] - GAP) == rows * (height + CAPTION_HEIGHT + GAP)
    assert (sheet.shape[1] - GAP) % columns == 0
    assert ((sheet == 255).all(axis=2)).sum() == count * width * height


def test_each_tile_has_its_time_below_it() -> None:
    sheet = draw(tiles(2, 320, 180))

    for left in (GAP, GAP + 320 + GAP):
        caption = sheet[GAP + 180 : GAP + 180 + CAPTION_HEIGHT, left : left + 320]
        inked = np.flatnonzero((caption != BACKGROUND).any(axis=(0, 2)))
        assert caption.max() > 190
        assert abs((inked[0] + inked[-1]) / 2 - 320 / 2) < 4, "the caption is centered"


def test_a_caption_wider_than_its_tile_is_not_cut_off() -> None:
    sheet = draw(tiles(1, 16, 9))

    top = GAP + 9
    inked = np.flatnonzero((sheet[top:] != BACKGROUND).any(axis=(0, 2)))
    assert 40 < inked[-1] - inked[0] < sheet.shape[1] - 2 * GAP


def test_pictures_of_different_sizes_are_centered() -> None:
    wide, high = np.full((90, 160, 3), 250, np.uint8), np.full((160, 90, 3), 240, np.uint8)

    sheet = draw([Tile(0, wide), Tile(SECOND, high)])

    ys, xs = np.nonzero((sheet == 250).all(axis=2))
    assert (ys.min(), ys.max()) == (GAP + 35, GAP + 35 + 89)
    ys, xs = np.nonzero((sheet == 240).all(axis=2))
    assert (xs.max() - xs.min(), (xs.min() - GAP) % (160 + GAP)) == (89, 35)


def test_times_show_milliseconds_if_any_of_them_needs_them() -> None:
    assert labels([0, 62 * SECOND]) == ["0:00:00", "0:01:02"]
    assert labels([0, 3_661_500_000]) == ["0:00:00.000", "1:01:01.500"]
    assert labels([11 * 3600 * SECOND]) == ["11:00:00"]
