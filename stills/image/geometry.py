"""How a coded picture becomes the picture as shown, as far as its shape goes. Knowing it needs no
pixels, so this module imports neither OpenCV nor NumPy."""

import struct
from dataclasses import dataclass, replace
from fractions import Fraction
from math import atan2, degrees

from av.video.frame import VideoFrame

from stills.demux.cropping import NO_MARGINS, Margins
from stills.image.side_data import display_matrix
from stills.planning.crop import WHOLE, Part, Region

MAX_ASPECT = 16
"""A larger pixel aspect ratio is an error in the file, not the shape of its pixels."""


@dataclass(frozen=True)
class Geometry:
    """How a coded picture becomes the picture as shown: without its `margins`, its pixels are
    `aspect` times as wide as high, it is flipped upside down if it `is_flipped`, and then rotated
    by `rotation` degrees clockwise, a multiple of 90. If it `is_opaque`, its alpha channel has no
    meaning. `part` is what is wanted of the picture as shown."""

    aspect: Fraction = Fraction(1)
    rotation: int = 0
    is_flipped: bool = False
    is_opaque: bool = False
    margins: Margins = NO_MARGINS
    part: Part = WHOLE

    def with_aspect(self, aspect: Fraction) -> "Geometry":
        """The same for frames of another pixel aspect ratio."""
        is_plausible = Fraction(1, MAX_ASPECT) <= aspect <= MAX_ASPECT
        return replace(self, aspect=aspect if is_plausible else Fraction(1))

    def kept(self, width: int, height: int) -> Region:
        """What the margins leave of a coded picture: all if it is too small for them."""
        left, top, right, bottom = self.margins
        if left + right >= width or top + bottom >= height:
            return Region(0, 0, width, height)
        return Region(left, top, width - right, height - bottom)

    def shown_size(self, width: int, height: int) -> tuple[int, int]:
        """The width and height, as shown, of a picture coded in `width` x `height`, with more than
        the wanted part."""
        width, height = self.kept(width, height).size
        width = max(1, round(width * self.aspect))
        return (height, width) if self.rotation % 180 else (width, height)

    def wanted(self, width: int, height: int) -> Region:
        """The region of a coded picture that the wanted part shows."""
        kept = self.kept(width, height)
        shown_width, shown_height = kept.size[::-1] if self.rotation % 180 else kept.size
        left, top, right, bottom = self.part.of(shown_width, shown_height)
        for _ in range(self.rotation // 90):  # back by 90 degrees
            left, top, right, bottom = top, shown_width - right, bottom, shown_width - left
            shown_width, shown_height = shown_height, shown_width
        if self.is_flipped:
            top, bottom = shown_height - bottom, shown_height - top
        return Region(left + kept.left, top + kept.top, right + kept.left, bottom + kept.top)


AS_CODED = Geometry()


def geometry(
    first: VideoFrame,
    aspect: Fraction = Fraction(1),
    *,
    is_opaque: bool = False,
    margins: Margins = NO_MARGINS,
) -> Geometry:
    """The geometry of a video, from its first frame and the pixel aspect ratio of that."""
    a, b, c, d = _display_matrix(first)
    is_flipped = a * d < b * c
    # Of a matrix that also flips, the part that is left after flipping upside down.
    rotation = round(degrees(atan2(b, a)) / 90) * 90 % 360
    return Geometry(Fraction(1), rotation, is_flipped, is_opaque, margins).with_aspect(aspect)


def _display_matrix(frame: VideoFrame) -> tuple[int, int, int, int]:
    """The part (a, b, c, d) of the display matrix (ISO/IEC 14496-12, 8.3.2) that turns a point
    (x, y), where y is down, to (ax + cy, bx + dy)."""
    matrix = display_matrix(frame)
    if matrix is None:
        return 1, 0, 0, 1
    a, b, _, c, d, *_ = struct.unpack("=9i", matrix[:36])
    return a, b, c, d
