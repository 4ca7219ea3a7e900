"""Tells whether a file is shorter than its container says, because its end is missing."""

import os
from typing import BinaryIO

_EBML, _SEGMENT = 0x1A45DFA3, 0x18538067
_LONGEST_HEADER = 12


def is_truncated(file: BinaryIO) -> bool:
    """For Matroska (RFC 8794), AVI (RIFF) and MP4 (ISO/IEC 14496-12). Of others, and of recordings
    that do not state their size, nothing is known: False."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_LONGEST_HEADER)
    if head[:4] == b"RIFF":
        return size < 8 + int.from_bytes(head[4:8], "little")
    if head[:4] == _EBML.to_bytes(4):
        return _segment_end(file) > size
    if head[4:8] in (b"ftyp", b"styp"):
        return _boxes_end(file, size) > size
    return False


def _segment_end(file: BinaryIO) -> int:
    """Where the first segment of a Matroska file ends; 0 if it does not say."""
    file.seek(4)
    header_size = _variable_integer(file)
    if header_size is None:
        return 0
    file.seek(header_size, os.SEEK_CUR)
    if file.read(4) != _SEGMENT.to_bytes(4):
        return 0
    size = _variable_integer(file)
    return 0 if size is None else file.tell() + size


def _variable_integer(file: BinaryIO) -> int | None:
    """An EBML size; None if it is unknown, which is written as ones."""
    first = int.from_bytes(file.read(1))
    if not first:
        return None
    length = 9 - first.bit_length()
    rest = file.read(length - 1)
    value = int.from_bytes(bytes([first & (0xFF >> length)]) + rest)
    return None if value == (1 << 7 * length) - 1 or len(rest) < length - 1 else value


def _boxes_end(file: BinaryIO, size: int) -> int:
    """Where the last of the boxes that begin in a file ends. A size of 0 means the end of the
    file."""
    position = 0
    while position + 8 <= size:
        file.seek(position)
        header = file.read(16)
        box = int.from_bytes(header[:4])
        if box == 1:
            box = int.from_bytes(header[8:16])
        if box < 8:
            break
        position += box
    return position
