"""Writes directories of TIFF (TIFF 6.0, section 2), of which Exif metadata consists, too."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from itertools import chain

EMPTY = b"II*\0" + bytes(4)
"""A file without a directory. Here all is little endian, as OpenCV writes TIFF files."""

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7

_SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1}
_ENTRY = struct.Struct("<HHI4s")


@dataclass(frozen=True, order=True)
class Entry:
    """A value of `count` items of a kind, encoded; of one of more than 4 bytes that is in the file
    already, its offset."""

    tag: int
    kind: int
    count: int
    value: bytes


def entry(tag: int, kind: int, value: bytes) -> Entry:
    return Entry(tag, kind, len(value) // _SIZES[kind], value)


def with_entries(
    data: bytes, entries: Iterable[Entry], directories: Mapping[int, Iterable[Entry]]
) -> bytes:
    """The file `data` with more entries in its only directory, among them `directories` of their
    own by their tags."""
    body = bytearray(data)
    added = list(entries)
    for tag, inner in directories.items():
        at = _append(body, inner)
        added.append(entry(tag, LONG, struct.pack("<I", at)))
    at = _append(body, chain(_entries(data), added))
    body[4:8] = struct.pack("<I", at)
    return bytes(body)


def _append(body: bytearray, entries: Iterable[Entry]) -> int:
    """Appends a directory and the values that do not fit into it. Returns its offset."""
    body += bytes(len(body) % 2)
    start, ordered = len(body), sorted(entries)
    values = bytearray()
    values_at = start + 2 + _ENTRY.size * len(ordered) + 4
    body += struct.pack("<H", len(ordered))
    for tag, kind, count, value in map(astuple, ordered):
        field = value
        if len(value) > 4:
            field = struct.pack("<I", values_at + len(values))
            values += value + bytes(len(value) % 2)
        body += _ENTRY.pack(tag, kind, count, field)
    body += bytes(4) + values
    return start


def _entries(data: bytes) -> list[Entry]:
    """Those of the first directory."""
    (start,) = struct.unpack_from("<I", data, 4)
    if not start:
        return []
    (count,) = struct.unpack_from("<H", data, start)
    end = start + 2 + count * _ENTRY.size
    return [Entry(*fields) for fields in _ENTRY.iter_unpack(data[start + 2 : end])]
