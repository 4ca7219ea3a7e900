"""The contact sheet: evenly spaced images in one picture, with their times below them."""

from math import log

import cv2
import numpy as np
from cv2.typing import MatLike

from stills.output.tiles import Grid, Region, Tile, common_size, paste
from stills.timing import clock

TILES = 30
SIDE = 320
"""The longer side of a tile has at most so many pixels."""

SHAPE = 8 / 5
"""The approximate ratio of width to height: that of a screen."""

GAP = 14
BACKGROUND = (28, 28, 28)
INK = (204, 204, 204)

FONT = cv2.FONT_HERSHEY_SIMPLEX
FONT_SCALE = 0.45
CAPTION_HEIGHT = 22
FINE = 4
"""Captions are drawn this many times larger and then reduced, because OpenCV draws small letters
coarsely."""


def draw(tiles: list[Tile]) -> MatLike:
    """Draws a sheet of at least one tile, in the given order."""
    captions = [caption(text) for text in labels([tile.time for tile in tiles])]
    width, height = common_size(tiles)
    width = max(width, *(each.shape[1] for each in captions))
    columns = _columns(len(tiles), width, height + CAPTION_HEIGHT)
    grid = Grid(columns, width, height + CAPTION_HEIGHT, GAP)
    sheet = grid.canvas(len(tiles), BACKGROUND)
    for number, (tile, label) in enumerate(zip(tiles, captions, strict=True)):
        cell = grid.cell(number)
        paste(sheet, tile.picture, cell._replace(height=height))
        paste(sheet, label, Region(cell.x, cell.y + height, width, CAPTION_HEIGHT))
    return sheet


def labels(times: list[int]) -> list[str]:
    """`0:01:02.345` for each time, without the fraction if all times are whole seconds."""
    texts = [clock(time).replace("-", ":").removeprefix("0") for time in times]
    if all(text.endswith(".000") for text in texts):
        return [text.removesuffix(".000") for text in texts]
    return texts


def caption(text: str) -> MatLike:
    (width, _), _ = cv2.getTextSize(text, FONT, FINE * FONT_SCALE, FINE)
    columns = -(-width // FINE) + 2
    drawn = np.full((FINE * CAPTION_HEIGHT, FINE * columns, 3), BACKGROUND, np.uint8)
    at = FINE, FINE * (CAPTION_HEIGHT - 6)
    cv2.putText(drawn, text, at, FONT, FINE * FONT_SCALE, INK, FINE, cv2.LINE_AA)
    return cv2.resize(drawn, (columns, CAPTION_HEIGHT), interpolation=cv2.INTER_AREA)


def _columns(cells: int, width: int, height: int) -> int:
    """How many columns give a sheet of about SHAPE with few empty cells."""

    def flaw(columns: int) -> float:
        rows = -(-cells // columns)
        empty = (rows * columns - cells) / cells
        return abs(log(columns * width / (rows * height) / SHAPE)) + empty

    return min(range(1, cells + 1), key=flaw)
