"""Detects streams without a container, as cameras, recorders and encoders write them.

They have no signature. Each begins with certain headers of its codec, and these are checked as far
as a decoder needs them.
"""

import re
from typing import BinaryIO

from stills.random_access import read_fully

UNTIMED = {"h264", "hevc", "mpegvideo", "m4v", "mjpeg", "obu"}
"""FFmpeg's names of the formats without timestamps: frames follow each other at a constant rate."""

SEARCHED = 1024 * 1024
"""Bytes in which the parameters of a stream must be found."""

SEARCHED_FOR_JPEGS = SEARCHED, 32 * SEARCHED
"""Bytes in which the first JPEGS pictures of MJPEG must be: more only where the first are too few
to say."""

MAX_GAP = 256
"""Bytes between two of them."""

JPEGS = 3
"""Fewer are a photo, to which many cameras append a preview."""

_START_CODE = b"\x00\x00\x01"
_SEQUENCE_HEADER, _VISUAL_OBJECT_SEQUENCE = b"\xb3", b"\xb0"
_LAYERS = {bytes([number]) for number in range(0x20, 0x30)}
_MAX_SEQUENCE_HEADERS = 8
_H264_SPS, _H264_PPS = 7, 8
_HEVC_SPS, _HEVC_PPS = 33, 34
_OBU_HEADERS = b"\x12\x00\x0a"
"""A temporal delimiter, and the beginning of a sequence header."""

_DIF_BLOCK = 80
_JPEG = b"\xff\xd8\xff"
_END_OF_IMAGE = 0xD9
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
"""Of a segment with content, or of the end: neither one within compressed data, nor padding."""


def stream_format(file: BinaryIO, head: bytes) -> str | None:
    """FFmpeg's name of the demuxer for a stream that begins with `head`; None if it is none."""
    if head.startswith(b"\x00\x00") and head.lstrip(b"\x00").startswith(b"\x01"):
        return _with_start_codes(file)
    if _is_dv(head):
        return "dv"
    if head.startswith(_OBU_HEADERS):
        return "obu"
    return "mjpeg" if _is_motion_jpeg(file, head) else None


def _with_start_codes(file: BinaryIO) -> str | None:
    """The format of a stream of units that each begin with a start code."""
    file.seek(0)
    units = read_fully(file, SEARCHED).split(_START_CODE)[1:]
    headers = [(unit[0], unit[1]) for unit in units if len(unit) > 1]
    hevc = {first >> 1 for first, second in headers if not first & 0x81 and 0 < second < 8}
    if {_HEVC_SPS, _HEVC_PPS} <= hevc:
        return "hevc"
    h264 = {first & 0x1F for first, _ in headers if first & 0x60 and not first & 0x80}
    if {_H264_SPS, _H264_PPS} <= h264:
        return "h264"
    if units and units[0].startswith(_SEQUENCE_HEADER):
        return "mpegvideo"
    return "m4v" if _is_mpeg4(units) else None


def _is_mpeg4(units: list[bytes]) -> bool:
    """Whether the units begin with a video object, which has nothing but its number, and its layer.
    Headers of the whole sequence may come before it."""
    if units and units[0].startswith(_VISUAL_OBJECT_SEQUENCE):
        units = units[1:_MAX_SEQUENCE_HEADERS]
        units = units[next((n for n, unit in enumerate(units) if len(unit) == 1), 0) :]
    if len(units) < 2:
        return False
    video_object, layer = units[:2]
    return len(video_object) == 1 and video_object <= b"\x1f" and layer[:1] in _LAYERS


def _is_dv(head: bytes) -> bool:
    """Whether the head begins with a header block and a subcode block (IEC 61834-2)."""
    return (
        head[:3] == b"\x1f\x07\x00"
        and head[3:4] in (b"\x3f", b"\xbf")
        and head[_DIF_BLOCK : _DIF_BLOCK + 3] == b"\x3f\x07\x00"
    )


def _is_motion_jpeg(file: BinaryIO, head: bytes) -> bool:
    """Whether pictures in JPEG follow each other."""
    if head.startswith(b"--") and b"image/jpeg" in head.lower():  # as cameras send them by HTTP
        return _JPEG in head
    if not head.startswith(_JPEG):
        return False
    for size in SEARCHED_FOR_JPEGS:
        file.seek(0)
        data = read_fully(file, size)
        if _begins_with_jpegs(data):
            return True
        if len(data) < size:
            break
    return False


def _begins_with_jpegs(data: bytes) -> bool:
    begin = 0
    for _ in range(JPEGS - 1):
        end = _end_of_jpeg(data, begin)
        begin = -1 if end is None else data.find(_JPEG, end, end + MAX_GAP)
        if begin < 0:
            return False
    return True


def _end_of_jpeg(data: bytes, begin: int) -> int | None:
    """Where a picture ends. None if it is cut off, or if it says that it is one of the pictures of
    a photo (Multi-Picture Format)."""
    at = begin + 2
    while found := _MARKER.search(data, at):
        at = found.end()
        if found[0][1] == _END_OF_IMAGE:
            return at
        if data[at + 2 : at + 6] == b"MPF\x00":
            return None
        at += int.from_bytes(data[at : at + 2])
    return None
