"""Detects a file's container format by its first bytes, so that no other demuxer is tried.

FFmpeg's own detection would accept playlists and scripts (HLS, DASH, concat, ...) that name other
files or addresses to read. None of these begins like the formats here.
"""

SIGNATURE_SIZE = 4096

_ISO_BOXES = {
    b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"moof", b"sidx",
}  # fmt: skip
_TS_SYNC, _TS_PACKET_SIZES, _TS_PACKETS = 0x47, (188, 192, 204), 4


def demuxer_for(head: bytes) -> str | None:
    """FFmpeg's name of the demuxer for a file that begins with `head` (its first SIGNATURE_SIZE
    bytes, or all of a shorter file); None if it is not a known video format."""
    if head[4:8] in _ISO_BOXES:
        return "mov"
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
    return "mpegts" if _is_transport_stream(head) else None


def _is_transport_stream(head: bytes) -> bool:
    """Whether several packets of one size follow each other, from anywhere in the first packet."""
    return any(
        sync_bytes == bytes([_TS_SYNC]) * _TS_PACKETS
        for size in _TS_PACKET_SIZES
        for first in range(size)
        if (sync_bytes := head[first : first + size * _TS_PACKETS : size])
    )
