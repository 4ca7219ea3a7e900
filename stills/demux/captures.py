"""Detects captures, which begin in the middle of something: recordings of broadcasts and cameras,
parts of files, and streams after the header of a recorder or a server.

FFmpeg's demuxers and decoders skip what comes before the first whole packet.
"""

import re
from typing import BinaryIO

from stills.random_access import read_fully

SEARCHED = 64 * 1024
"""Bytes in which packets must begin. FFmpeg's demuxers skip that many."""

SEARCHED_FOR_HEADERS = 1024 * 1024
"""Bytes in which a stream must repeat its headers. Streams that can be cut do so at keyframes."""

_TS_SYNC, _TS_PACKET_SIZES, _TS_PACKETS = 0x47, (188, 192, 204), 4

_PACK = re.compile(
    rb"\x00\x00\x01\xba(?:[\x40-\x7f].{9}\xff{0,7}|[\x20-\x2f].{7})\x00\x00\x01[\xbb-\xff]",
    re.DOTALL,
)
"""A pack header of MPEG-2 (ISO/IEC 13818-1) or MPEG-1 (ISO/IEC 11172-1), and a packet."""

_START_CODE = rb"\x00\x00\x01"
_REST = rb"(?:(?!\x00\x00\x01).){3,512}"
_HEADERS = {
    "hevc": (rb"\x40\x01" + _REST, rb"\x42\x01" + _REST, rb"\x44\x01"),
    "h264": (rb"[\x27\x47\x67]" + _REST, rb"[\x28\x48\x68]" + _REST, rb"[\x06\x25\x45\x65]"),
    "mpegvideo": (rb"\xb3" + _REST, rb"[\xb2\xb5\xb8]" + _REST, rb"\x00" + _REST, rb"[\x01\xb5]"),
    "m4v": (rb"[\x00-\x1f]", rb"[\x20-\x2f\xb2]" + _REST, rb"[\xb3\xb6]"),
}
"""The units that come before a keyframe of a stream without a container."""

_STREAMS = {
    name: re.compile(b"".join(rb"(?:%b%b){1,4}" % (_START_CODE, unit) for unit in units), re.DOTALL)
    for name, units in _HEADERS.items()
}


def capture_format(file: BinaryIO) -> str | None:
    """FFmpeg's name of the demuxer for a file that does not begin as its format says; None if there
    is none."""
    file.seek(0)
    data = read_fully(file, SEARCHED_FOR_HEADERS)
    if _PACK.search(data, 0, SEARCHED):
        return "mpeg"
    if is_transport_stream(data[:SEARCHED]):
        return "mpegts"
    return next((name for name, headers in _STREAMS.items() if headers.search(data)), None)


def is_transport_stream(data: bytes) -> bool:
    """Whether several packets of one size follow each other, from anywhere on: a capture may begin
    in the middle of a packet, and with data of something else."""
    sync_byte = bytes([_TS_SYNC])
    first = data.find(sync_byte)
    while first >= 0:
        for size in _TS_PACKET_SIZES:
            if data[first : first + size * _TS_PACKETS : size] == sync_byte * _TS_PACKETS:
                return True
        first = data.find(sync_byte, first + 1)
    return False
