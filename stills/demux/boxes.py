"""The boxes of an MP4 (ISO/IEC 14496-12)."""

import os
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from stills.random_access import read_fully

MAX_BOXES = 100_000
"""Within one box or file. A fragmented recording of many hours has fewer."""

_LONGEST_HEADER = 16


class Box(NamedTuple):
    """Its content is from byte `begin` to `end`, which may be after the end of a file that is cut
    off."""

    kind: bytes
    begin: int
    end: int


def boxes(file: BinaryIO, begin: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes between two bytes, by default those of the whole file, up to the first that is not
    valid. Moves the position of the file."""
    if end is None:
        end = file.seek(0, os.SEEK_END)
    for _ in range(MAX_BOXES):
        file.seek(begin)
        header = read_fully(file, _LONGEST_HEADER)
        size, kind, content = int.from_bytes(header[:4]), header[4:8], begin + 8
        if size == 1:  # the size follows, in 64 bits
            size, content = int.from_bytes(header[8:16]), begin + 16
        elif size == 0:  # the last box, up to the end of the file
            size = end - begin
        if begin + 8 > end or begin + size < content:
            return
        yield Box(kind, content, begin + size)
        begin += size


def find(file: BinaryIO, *path: bytes) -> Iterator[Box]:
    """All boxes with a path of kinds, such as `moov`, `trak`."""
    found = list(boxes(file))
    for depth, kind in enumerate(path):
        matching = [box for box in found if box.kind == kind]
        if depth == len(path) - 1:
            yield from matching
            return
        found = [inner for box in matching for inner in boxes(file, box.begin, box.end)]
