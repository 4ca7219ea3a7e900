"""Tells whether a file is shorter than its container says, because its end is missing."""

import os
from typing import BinaryIO

from stills.demux.boxes import boxes
from stills.random_access import read_fully

_EBML, _SEGMENT = 0x1A45DFA3, 0x18538067
_LONGEST_HEADER = 12
_END = 4096


def is_truncated(file: BinaryIO) -> bool:
    """For Matroska (RFC 8794), AVI and WebP (RIFF), MP4 (ISO/IEC 14496-12), GIF and PNG. Of others,
    and of recordings that do not state their size, nothing is known: False."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = read_fully(file, _LONGEST_HEADER)
    if head[:4] == b"RIFF":
        return size < 8 + int.from_bytes(head[4:8], "little")
    if head[:4] == _EBML.to_bytes(4):
        return _segment_end(file) > size
    if head[4:8] in (b"ftyp", b"styp"):
        return any(box.end > size for box in boxes(file))
    if head[:4] in (b"GIF8", b"\x89PNG"):
        return not _end(file, size).endswith((b";", b"IEND\xae\x42\x60\x82"))
    return False


def _end(file: BinaryIO, size: int) -> bytes:
    """The last bytes of a file that are not zero."""
    file.seek(max(0, size - _END))
    return read_fully(file, _END).rstrip(b"\x00")


def _segment_end(file: BinaryIO) -> int:
    """Where the first segment of a Matroska file ends; 0 if it does not say."""
    file.seek(4)
    header_size = _variable_integer(file)
    if header_size is None:
        return 0
    file.seek(header_size, os.SEEK_CUR)
    if read_fully(file, 4) != _SEGMENT.to_bytes(4):
        return 0
    size = _variable_integer(file)
    return 0 if size is None else file.tell() + size


def _variable_integer(file: BinaryIO) -> int | None:
    """An EBML size; None if it is unknown, which is written as ones."""
    first = int.from_bytes(read_fully(file, 1))
    if not first:
        return None
    length = 9 - first.bit_length()
    rest = read_fully(file, length - 1)
    value = int.from_bytes(bytes([first & (0xFF >> length)]) + rest)
    return None if value == (1 << 7 * length) - 1 or len(rest) < length - 1 else value
