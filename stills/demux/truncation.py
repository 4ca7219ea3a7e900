"""Tells whether a file is shorter than its container says, because its end is missing."""

import os
from collections.abc import Iterable
from typing import BinaryIO

from stills.demux.elements import Element, boxes, ebml_elements, whole
from stills.random_access import read_fully

_EBML = b"\x1a\x45\xdf\xa3"
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
    if head[:4] == _EBML:
        return _ends_after(size, ebml_elements(file, whole(file)))
    if head[4:8] in (b"ftyp", b"styp"):
        return _ends_after(size, boxes(file, whole(file)))
    if head[:4] in (b"GIF8", b"\x89PNG"):
        return not _end(file, size).endswith((b";", b"IEND\xae\x42\x60\x82"))
    return False


def _end(file: BinaryIO, size: int) -> bytes:
    """The last bytes of a file that are not zero."""
    file.seek(max(0, size - _END))
    return read_fully(file, _END).rstrip(b"\x00")


def _ends_after(size: int, elements: Iterable[Element]) -> bool:
    return any(each.end > size for each in elements)
