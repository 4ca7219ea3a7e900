"""Arranges small pictures in a grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from cv2.typing import MatLike

from stills.image.resize import Box


@dataclass(frozen=True)
class Tile:
    """A small picture and its presentation time, in microseconds."""

    time: int
    picture: MatLike


class Region(NamedTuple):
    """A rectangle in pixels. `x` and `y` are those of its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Grid:
    """Cells of `width` x `height` in so many `columns`, with a `gap` around each, in pixels."""

    columns: int
    width: int
    height: int
    gap: int = 0

    def canvas(self, cells: int, color: tuple[int, int, int]) -> MatLike:
        """A picture of one color (BGR) that is large enough for so many cells."""
        rows = -(-cells // self.columns)
        height = rows * (self.height + self.gap) + self.gap
        width = self.columns * (self.width + self.gap) + self.gap
        return np.full((height, width, 3), color, np.uint8)

    def cell(self, number: int) -> Region:
        """Cells are numbered from 0, row by row."""
        row, column = divmod(number, self.columns)
        x = column * (self.width + self.gap) + self.gap
        y = row * (self.height + self.gap) + self.gap
        return Region(x, y, self.width, self.height)


def shrunk(picture: MatLike, side: int) -> MatLike:
    """The picture, fitted into a square. A copy, because a crop would keep the whole in memory."""
    return Box(side, side, "contain", enlarge=False).apply(picture).copy()


def paste(canvas: MatLike, picture: MatLike, within: Region) -> Region:
    """Draws the picture in the center of a region that is large enough, and returns its own."""
    height, width = picture.shape[:2]
    x = within.x + (within.width - width) // 2
    y = within.y + (within.height - height) // 2
    canvas[y : y + height, x : x + width] = picture
    return Region(x, y, width, height)


def common_size(tiles: Iterable[Tile]) -> tuple[int, int]:
    """The smallest width and height that every picture fits into."""
    heights, widths = zip(*(tile.picture.shape[:2] for tile in tiles), strict=True)
    return max(widths), max(heights)
