import numpy as np

from stills.output.tiles import Grid, Region, Tile, common_size, paste, shrunk


def test_cells_are_laid_out_row_by_row_with_gaps() -> None:
    grid = Grid(columns=2, width=30, height=20, gap=5)

    assert [grid.cell(number)[:2] for number in range(3)] == [(5, 5), (40, 5), (5, 30)]
    assert grid.canvas(3, (1, 2, 3)).shape == (55, 75, 3)


def test_a_picture_is_centered_in_its_region() -> None:
    canvas = np.zeros((20, 30, 3), np.uint8)

    place = paste(canvas, np.full((4, 6, 3), 255, np.uint8), Region(10, 10, 20, 10))

    assert place == Region(17, 13, 6, 4)
    assert (canvas[13:17, 17:23] == 255).all()
    assert int(canvas.sum()) == 4 * 6 * 3 * 255


def test_cells_are_large_enough_for_pictures_of_every_shape() -> None:
    pictures = [np.zeros((10, 30, 3), np.uint8), np.zeros((40, 20, 3), np.uint8)]

    assert common_size([Tile(0, picture) for picture in pictures]) == (30, 40)


def test_a_shrunk_picture_is_never_enlarged_and_keeps_nothing_else_in_memory() -> None:
    large = np.zeros((500, 4000, 3), np.uint8)

    assert shrunk(large, 320).shape == (40, 320, 3)
    small = shrunk(large[:100, :50], 320)
    assert small.shape == (100, 50, 3)
    assert small.base is None
