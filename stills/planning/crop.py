"""The part of a picture that the option `crop` keeps."""

from fractions import Fraction
from math import floor
from typing import NamedTuple

from stills.errors import CropOutside
from stills.options import ExtractionOptions
from stills.warnings import VideoWarning, crop_cut


class Region(NamedTuple):
    """A rectangle in pixels, without the column `right` and the row `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        return self.right - self.left, self.bottom - self.top


class Part(NamedTuple):
    """A rectangle in fractions of a picture's width and height, so that it is the same part of
    every picture of a video whose size changes. It may reach beyond the picture."""

    left: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    right: Fraction = Fraction(1)
    bottom: Fraction = Fraction(1)

    def of(self, width: int, height: int) -> Region:
        """The part of a picture of this size that is in the picture: at least one pixel."""
        left, right = _span(self.left, self.right, width)
        top, bottom = _span(self.top, self.bottom, height)
        return Region(left, top, right, bottom)


WHOLE = Part()


def part_of(options: ExtractionOptions, width: int, height: int) -> Part:
    """What the options keep, if the first picture of the video is shown in this size."""
    if options.crop is None:
        return WHOLE
    x, y, across, down = options.crop
    left, top = _fraction(x, width), _fraction(y, height)
    return Part(left, top, left + _fraction(across, width), top + _fraction(down, height))


def excess(part: Part, width: int, height: int) -> VideoWarning | None:
    """A warning if a part reaches beyond a picture of this size. Raises CropOutside if nothing
    of it is in the picture."""
    if part.left >= 1 or part.top >= 1:
        size = f"{width:,} x {height:,} pixels"
        raise CropOutside(f"The crop is outside of the picture, which has {size}.")
    if part.right <= 1 and part.bottom <= 1:
        return None
    return crop_cut(width, height, *part.of(width, height).size)


def _fraction(length: int | str, side: int) -> Fraction:
    """Of a side, from pixels or a percentage."""
    if isinstance(length, str):
        return Fraction(length.removesuffix("%")) / 100
    return Fraction(length, side)


def _span(start: Fraction, end: Fraction, side: int) -> tuple[int, int]:
    """The nearest pixels of a side."""
    first = min(max(_nearest(start * side), 0), side - 1)
    return first, min(max(_nearest(end * side), first + 1), side)


def _nearest(place: Fraction) -> int:
    return floor(place + Fraction(1, 2))
