"""A strict reader of WebVTT (https://www.w3.org/TR/webvtt1/) whose cues refer to a sprite."""

import re
from dataclasses import dataclass
from itertools import pairwise

_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME} --> {_TIME}\n([^\n]+)#xywh=(\d+),(\d+),(\d+),(\d+)")


@dataclass(frozen=True)
class Cue:
    """Times are in milliseconds, positions and sizes in pixels."""

    start: int
    end: int
    url: str
    x: int
    y: int
    width: int
    height: int


def read_webvtt(data: bytes) -> list[Cue]:
    """Raises AssertionError if the data is invalid, or if its cues overlap or are out of order."""
    header, *blocks = data.decode().removesuffix("\n").split("\n\n")
    assert data.endswith(b"\n")
    assert header == "WEBVTT"
    cues = [_cue(block) for block in blocks]
    assert all(cue.start < cue.end for cue in cues)
    assert all(one.end <= other.start for one, other in pairwise(cues))
    return cues


def _cue(block: str) -> Cue:
    found = _CUE.fullmatch(block)
    assert found, block
    times, url, place = found.groups()[:8], found[9], found.groups()[9:]
    start, end = _milliseconds(*times[:4]), _milliseconds(*times[4:])
    return Cue(start, end, url, *map(int, place))


def _milliseconds(hours: str, minutes: str, seconds: str, milliseconds: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(milliseconds)
