"""The sprite: evenly spaced images in one picture, and the WebVTT file (W3C, 2019) that tells
players which of them previews which time."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cv2.typing import MatLike

from stills.manifest import SPRITE
from stills.output.tiles import Grid, Region, Tile, common_size, paste
from stills.timing import MICROSECONDS, clock, from_seconds

TILES = 100
COLUMNS = 10
SIDE = 160
"""The longer side of a tile has at most so many pixels."""

BLACK = (0, 0, 0)

MILLISECOND = 1000


def draw(tiles: list[Tile]) -> tuple[MatLike, list[Region]]:
    """Draws a sprite of at least one tile. Returns it and the region of each tile."""
    grid = Grid(min(COLUMNS, len(tiles)), *common_size(tiles))
    sprite = grid.canvas(len(tiles), BLACK)
    places = [paste(sprite, tile.picture, grid.cell(n)) for n, tile in enumerate(tiles)]
    return sprite, places


def webvtt(times: Sequence[int], places: Sequence[Region], duration: float | None) -> str:
    """A cue for each region of the sprite. It lasts from the time of its image, or from 0 for the
    first, to that of the next, or to the end of the video after `duration` seconds."""
    spans = pairwise([0, *times[1:], _end(times, duration)])
    return "\n".join(["WEBVTT\n", *_cues(spans, places)])


def _cues(spans: Iterator[tuple[int, int]], places: Sequence[Region]) -> Iterator[str]:
    for (start, end), place in zip(spans, places, strict=True):
        since, until = _stamp(start), _stamp(end)
        if since != until:  # otherwise it is shorter than WebVTT can express
            yield f"{since} --> {until}\n{SPRITE}#xywh={','.join(map(str, place))}\n"


def _end(times: Sequence[int], duration: float | None) -> int:
    """If the duration is unknown or wrong, the last image is assumed to last as long as the one
    before it, or a second."""
    last = times[-1]
    end = 0 if duration is None else from_seconds(duration)
    if end >= last + MILLISECOND:
        return end
    return last + (max(MILLISECOND, last - times[-2]) if len(times) > 1 else MICROSECONDS)


def _stamp(time: int) -> str:
    return clock(time).replace("-", ":")
