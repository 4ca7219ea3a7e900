"""Walks over the nested elements of MP4 (boxes, ISO/IEC 14496-12) and Matroska (EBML, RFC 8794)."""

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from stills.random_access import read_fully

MAX_SIBLINGS = 100_000
"""Of elements after so many, nothing is read: a file with more may be hostile. A fragmented
recording of many hours has fewer."""

_LONGEST_HEADER = 16
_ANYWHERE = b""


class Element(NamedTuple):
    """What kind of element it is. Its content is from byte `start` to `end`, which may be after the
    end of a file that is cut off."""

    kind: bytes
    start: int
    end: int


Walk = Callable[[BinaryIO, Element], Iterator[Element]]
"""The elements in an element, in order, up to the first that is not valid. Moves the position of
the file."""


def whole(file: BinaryIO) -> Element:
    """The file as an element."""
    return Element(_ANYWHERE, 0, file.seek(0, os.SEEK_END))


def boxes(file: BinaryIO, within: Element) -> Iterator[Element]:
    """The boxes in a box."""
    position = within.start
    for _ in range(MAX_SIBLINGS):
        file.seek(position)
        header = read_fully(file, _LONGEST_HEADER)
        size, start = int.from_bytes(header[:4]), position + 8
        if size == 1:  # the size follows, in 64 bits
            size, start = int.from_bytes(header[8:16]), position + 16
        end = within.end if size == 0 else position + size
        if position + 8 > within.end or end < start:
            return
        yield Element(header[4:8], start, end)
        position = end


def ebml_elements(file: BinaryIO, within: Element) -> Iterator[Element]:
    """The elements in an EBML element. One of unknown size is taken to fill the rest."""
    position = within.start
    for _ in range(MAX_SIBLINGS):
        file.seek(position)
        header = read_fully(file, _LONGEST_HEADER)
        id_length = _length(header)
        size_length = _length(header[id_length:])
        start = position + id_length + size_length
        if not id_length or not size_length or start > within.end:
            return
        size = int.from_bytes(header[id_length : id_length + size_length])
        size &= (1 << 7 * size_length) - 1
        is_unknown = size == (1 << 7 * size_length) - 1
        end = within.end if is_unknown else start + size
        yield Element(header[:id_length], start, end)
        position = end


def find(file: BinaryIO, within: Element, walk: Walk, *path: bytes) -> Iterator[Element]:
    """The elements on a path of kinds: all of the first kind, in these all of the next, ..."""
    if not path:
        yield within
        return
    for each in walk(file, within):
        if each.kind == path[0]:
            yield from find(file, each, walk, *path[1:])


def first(file: BinaryIO, within: Element, walk: Walk, *path: bytes) -> Element | None:
    """The first element on a path of kinds."""
    return next(find(file, within, walk, *path), None)


def _length(number: bytes) -> int:
    """Of a number that begins with as many zero bits as bytes follow; 0 if there is none."""
    return 9 - number[0].bit_length() if number and number[0] else 0
