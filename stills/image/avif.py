"""Completes AVIF files."""

import struct

from stills.image.color import Color

_NCLX = b"colrnclx"


def with_color(data: bytes, color: Color) -> bytes:
    """The file with the primaries and the transfer of HDR. OpenCV writes those of sRGB. Readers
    prefer this box (ISO/IEC 14496-12, 12.1.5) to what the picture itself says."""
    place = data.find(_NCLX)
    if color.transfer is None or place < 0:
        return data
    place += len(_NCLX)
    return b"".join(
        [data[:place], struct.pack(">2H", color.primaries, color.transfer), data[place + 4 :]]
    )
