"""Detects a file's container format by its content, so that no other demuxer is tried.

FFmpeg's own detection would accept playlists and scripts (HLS, DASH, concat, ...) that name other
files or addresses to read. None of these looks like the formats here.
"""

from typing import BinaryIO

SIGNATURE_SIZE = 4096

_ISO_BOXES = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"moof", b"sidx",
}  # fmt: skip
_ISO_HEADER = 16
_MAX_FOREIGN_BOXES = 16
_TS_SYNC, _TS_PACKET_SIZES, _TS_PACKETS = 0x47, (188, 192, 204), 4


def demuxer_for(file: BinaryIO) -> str | None:
    """FFmpeg's name of the demuxer for the file; None if it is not a known video format."""
    file.seek(0)
    head = file.read(SIGNATURE_SIZE)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] in (b"AVI ", b"AVIX"):
        return "avi"
    if head.startswith(b"FLV"):
        return "flv"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"):
        return "asf"
    if head.startswith(b"\x00\x00\x01\xba"):
        return "mpeg"
    if _has_iso_boxes(file):
        return "mov"
    return "mpegts" if _is_transport_stream(head) else None


def _has_iso_boxes(file: BinaryIO) -> bool:
    """Whether the file is a sequence of boxes (ISO/IEC 14496-12) with one that videos have among
    the first. Any other box may come before it, for readers ignore those they do not know."""
    position = 0
    for _ in range(_MAX_FOREIGN_BOXES):
        file.seek(position)
        header = file.read(_ISO_HEADER)
        kind = header[4:8]
        if kind in _ISO_BOXES:
            return True
        size = int.from_bytes(header[:4])
        if size == 1:  # the size follows, in 64 bits
            size = int.from_bytes(header[8:16])
        if size < 8 or len(header) < 8 or not (kind.isascii() and kind.decode().isprintable()):
            return False
        position += size
    return False


def _is_transport_stream(head: bytes) -> bool:
    """Whether several packets of one size follow each other, from anywhere in the head: a capture
    may begin in the middle of a packet, and with data of something else."""
    sync_byte = bytes([_TS_SYNC])
    first = head.find(sync_byte)
    while first >= 0:
        for size in _TS_PACKET_SIZES:
            if head[first : first + size * _TS_PACKETS : size] == sync_byte * _TS_PACKETS:
                return True
        first = head.find(sync_byte, first + 1)
    return False
