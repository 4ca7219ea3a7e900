"""Detects a file's container format by its content, so that no other demuxer is tried.

FFmpeg's own detection would accept playlists and scripts (HLS, DASH, concat, ...) that name other
files or addresses to read. None of these looks like the formats here.
"""

from itertools import islice
from typing import BinaryIO

from stills.demux.captures import capture_format, is_transport_stream
from stills.demux.elements import boxes, whole
from stills.demux.images import is_animated_png, is_animated_webp
from stills.demux.streams import stream_format
from stills.random_access import read_fully

SIGNATURE_SIZE = 4096

_SIGNATURES = {
    b"\x1a\x45\xdf\xa3": "matroska",
    b"FLV": "flv",
    b"OggS": "ogg",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": "asf",
    b"\x00\x00\x01\xba": "mpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"DKIF": "ivf",
    b"YUV4MPEG2 ": "yuv4mpegpipe",
}
_MXF_HEADER = b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02"
"""The key of a header partition (SMPTE ST 377-1), which other data may precede."""

_ISO_BOXES = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"moof", b"sidx",
}  # fmt: skip
_MAX_FOREIGN_BOXES = 16


def demuxer_for(file: BinaryIO) -> str | None:
    """FFmpeg's name of the demuxer for the file; None if it is not a known video format. Of
    animated WebP, which FFmpeg cannot read, `webp`."""
    file.seek(0)
    head = read_fully(file, SIGNATURE_SIZE)
    for signature, demuxer in _SIGNATURES.items():
        if head.startswith(signature):
            return demuxer
    if head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"AVIX"):
        return "avi"
    if _MXF_HEADER in head:
        return "mxf"
    if is_animated_png(file):
        return "apng"
    if is_animated_webp(head):
        return "webp"
    if _has_iso_boxes(file):
        return "mov"
    if is_transport_stream(head):
        return "mpegts"
    return stream_format(file, head) or capture_format(file)


def _has_iso_boxes(file: BinaryIO) -> bool:
    """Whether the file is a sequence of boxes (ISO/IEC 14496-12) with one that videos have among
    the first. Any other box may come before it, for readers ignore those they do not know."""
    for box in islice(boxes(file, whole(file)), _MAX_FOREIGN_BOXES):
        if box.kind in _ISO_BOXES:
            return True
        if not (box.kind.isascii() and box.kind.decode().isprintable()):
            return False
    return False
