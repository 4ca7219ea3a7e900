"""How large an extraction's images are, judged by those of an earlier one or by what is usual.

The usual bytes a pixel are geometric means over ten short videos of different making (animation,
a fixed camera, films, phones; 200 x 200 to 3840 x 2160; H.264, H.265 and AV1), six images of each,
as `stills.image.encode` encodes them. One video's own may be half or twice as much (webp: 2.5
times); from one quality of jpg to another it keeps to their proportions within a factor of 1.4,
from one format to another within 2.
"""

from bisect import bisect_right
from itertools import pairwise

from msgspec import Struct

from stills.manifest import Source
from stills.options import ExtractionOptions
from stills.planning.fit import Box

USUAL_BYTES = {
    "jpg": {1: 0.023, 25: 0.049, 50: 0.068, 75: 0.095, 90: 0.152, 95: 0.218, 100: 0.427},
    "webp": {1: 0.012, 25: 0.025, 50: 0.036, 75: 0.048, 90: 0.091, 95: 0.134, 100: 0.189},
    "png": {1: 0.726, 100: 0.726},
}
"""For a pixel, by format and quality."""

SCALING = 0.75
"""The power of its pixels that a picture's bytes go with as it is scaled: a smaller one holds
more in each pixel. Measured on the five larger of those videos, scaled to a width of 320: 0.67 to
0.78."""

ENTRY_BYTES = 450
"""An image's two headers in the zip and its place in the manifest."""


class Sample(Struct, frozen=True):
    """What sample images are like: the mean of their bytes, and the pixels of each."""

    size: float
    pixels: int


def usual(source: Source, options: ExtractionOptions) -> Sample:
    """Of a video of which no image was made yet."""
    shown = source.display_width * source.display_height
    pixels = _pixels(source, options)
    return Sample(shown * _usual_bytes(options) * (pixels / shown) ** SCALING, pixels)


def like(
    source: Source, options: ExtractionOptions, *, made: ExtractionOptions, images: int, size: int
) -> Sample:
    """Judged by an archive of the same video, with `images` in its `size` bytes, that was `made`
    with maybe other options."""
    pixels = _pixels(source, options)
    scale = (pixels / _pixels(source, made)) ** SCALING
    encoding = _usual_bytes(options) / _usual_bytes(made)
    return Sample(max(0, size / images - ENTRY_BYTES) * scale * encoding, pixels)


def _pixels(source: Source, options: ExtractionOptions) -> int:
    width, height = Box.of(options).fitted_size(source.display_width, source.display_height)
    return width * height


def _usual_bytes(options: ExtractionOptions) -> float:
    """Between the measured qualities, on a straight line."""
    measured = USUAL_BYTES[options.format]
    qualities = [low for low, _ in pairwise(measured)]
    place = bisect_right(qualities, options.quality) - 1
    (low, less), (high, more) = list(measured.items())[place : place + 2]
    return less + (more - less) * (options.quality - low) / (high - low)
