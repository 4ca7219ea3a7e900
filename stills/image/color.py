"""What the samples of a picture mean."""

from typing import NamedTuple

from av.video.frame import VideoFrame

from stills.image.samples import depth
from stills.image.transfer import TRANSFERS

BT2020 = 9
"""AVCOL_PRI_BT2020."""

UNSPECIFIED = 2
"""AVCOL_PRI_UNSPECIFIED."""


class Color(NamedTuple):
    """`depth` is the number of significant bits. `transfer` is one of TRANSFERS, or None for SDR,
    which is shown as sRGB. `primaries` are numbered as in ITU-T H.273."""

    depth: int = 8
    transfer: int | None = None
    primaries: int = UNSPECIFIED


SDR = Color()


def color_of(frame: VideoFrame, *, tone_map: bool) -> Color:
    """Of the picture that `to_picture` makes of a frame."""
    if tone_map:
        return SDR
    transfer = frame.color_trc if frame.color_trc in TRANSFERS else None
    primaries = BT2020 if frame.color_primaries == UNSPECIFIED else frame.color_primaries
    return Color(max(8, depth(frame)), transfer, primaries)
