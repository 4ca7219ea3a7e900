"""The sprite: evenly chosen images in one picture, and the WebVTT (W3C, 2019) that says which of
them shows what time, as players read it for previews."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cv2.typing import MatLike

from stills.manifest import SPRITE
from stills.output.tiles import Grid, Region, Tile, common_size, paste
from stills.timing import MICROSECONDS, clock, from_seconds

TILES = 100
COLUMNS = 10
SIDE = 160
"""Pixels that the longer side of a tile has at most."""

BLACK = (0, 0, 0)

MILLISECOND = 1000


def draw(tiles: list[Tile]) -> tuple[MatLike, list[Region]]:
    """A sprite of at least one tile, in the order given, and where each of them is."""
    grid = Grid(min(COLUMNS, len(tiles)), *common_size(tiles))
    sprite = grid.canvas(len(tiles), BLACK)
    places = [paste(sprite, tile.picture, grid.cell(n)) for n, tile in enumerate(tiles)]
    return sprite, places


def webvtt(times: Sequence[int], places: Sequence[Region], duration: float | None) -> str:
    """A cue for each place in the sprite, from its time, or for the first from 0, until the next
    one's, or for the last the end of the video, after `duration` seconds."""
    spans = pairwise([0, *times[1:], _end(times, duration)])
    return "\n".join(["WEBVTT\n", *_cues(spans, places)])


def _cues(spans: Iterator[tuple[int, int]], places: Sequence[Region]) -> Iterator[str]:
    for (start, end), place in zip(spans, places, strict=True):
        since, until = _stamp(start), _stamp(end)
        if since != until:  # an image on screen for less than WebVTT can say
            yield f"{since} --> {until}\n{SPRITE}#xywh={','.join(map(str, place))}\n"


def _end(times: Sequence[int], duration: float | None) -> int:
    """Where nobody knows, or the container lies, the last image is taken to last as long as the
    one before, or a second."""
    last = times[-1]
    end = 0 if duration is None else from_seconds(duration)
    if end >= last + MILLISECOND:
        return end
    return last + (max(MILLISECOND, last - times[-2]) if len(times) > 1 else MICROSECONDS)


def _stamp(time: int) -> str:
    return clock(time).replace("-", ":")
