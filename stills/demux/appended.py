"""Adds bytes after the coded data of pictures, where nothing undamaged depends on them.

Pictures of HEVC and VP8 end where the entropy decoder has decoded the last block, or is told so,
and not where their data end.
"""

from collections.abc import Callable, Iterator

from av.video.codeccontext import VideoCodecContext

Append = Callable[[bytes], bytes]
"""Makes the data of a packet from that of another."""

JUNK = bytes(1 + number * 37 % 255 for number in range(256))
"""No byte is 0, so that there is no start code in it."""

LOOKAHEAD = b"\x00\x00"
"""Decoders of VP8 look at the byte after the data, which counts as 0."""

_SHORTEST = 8
"""Bytes. Shorter frames of VP8 only repeat another one."""

_START_CODE = b"\x00\x00\x01"
_FIRST_NON_PICTURE = 32
"""The lowest type of NAL units in HEVC that contain no picture."""


_LENGTH_SIZE = 21
"""The byte of a decoder configuration record that tells it (ISO/IEC 14496-15, 8.3.3.1)."""


def appending(context: VideoCodecContext) -> Append:
    """What adds the bytes to the packets of a decoder of HEVC or VP8. Others stay as they are."""
    if context.name == "vp8":
        return _vp8
    if context.name != "hevc":
        return bytes
    header = bytes(context.extradata or b"")
    if header.startswith(b"\x01") and len(header) > _LENGTH_SIZE:  # as in MP4 and Matroska
        size = (header[_LENGTH_SIZE] & 3) + 1
        return lambda data: b"".join(_with_lengths(data, size))
    return lambda data: b"".join(_with_start_codes(data))


def _with_lengths(data: bytes, size: int) -> Iterator[bytes]:
    position = 0
    while position + size <= len(data):
        start = position + size
        position = start + int.from_bytes(data[position:start])
        unit = _extended(data[start:position])
        yield len(unit).to_bytes(size)
        yield unit


def _with_start_codes(data: bytes) -> Iterator[bytes]:
    before, *units = data.split(_START_CODE)
    yield before
    for unit in units:
        yield _START_CODE
        yield _extended(unit)


def _extended(unit: bytes) -> bytes:
    """A NAL unit with other bytes after its data, if it contains a picture (ITU-T H.265, 7.3.1)."""
    contains_picture = len(unit) > 2 and unit[0] >> 1 & 0x3F < _FIRST_NON_PICTURE
    return unit.rstrip(b"\0") + JUNK if contains_picture else unit


def _vp8(data: bytes) -> bytes:
    return data + LOOKAHEAD + JUNK if len(data) > _SHORTEST else data
