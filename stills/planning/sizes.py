"""The expected size of image files, judged by an earlier extraction or by typical sizes.

The typical bytes per pixel are geometric means over ten short videos of different kinds (animation,
a fixed camera, films, phones; 200 x 200 to 3840 x 2160; H.264, H.265 and AV1), six images of each,
as `stills.image.encode` encodes them. A given video may have half or twice as much (webp: 2.5
times). The ratio of two jpg qualities holds within a factor of 1.4, that of two formats within 2.
"""

from bisect import bisect_right
from itertools import pairwise

from msgspec import Struct

from stills.manifest import Source
from stills.options import ExtractionOptions
from stills.planning.crop import part_of
from stills.planning.fit import Box

TYPICAL_BYTES = {
    "jpg": {1: 0.023, 25: 0.049, 50: 0.068, 75: 0.095, 90: 0.152, 95: 0.218, 100: 0.427},
    "webp": {1: 0.012, 25: 0.025, 50: 0.036, 75: 0.048, 90: 0.091, 95: 0.134, 100: 0.189},
    "avif": {1: 0.008, 25: 0.018, 50: 0.046, 75: 0.09, 90: 0.143, 95: 0.193, 99: 0.269, 100: 0.862},
    "png": {1: 0.726, 100: 0.726},
    "tiff": {1: 0.91, 100: 0.91},
}
"""Per pixel, by format and quality."""

DEEP = {"avif": 1.2, "png": 3.0, "tiff": 2.5}
"""How many times as large files are that keep more than 8 bits."""

SCALING = 0.75
"""The size of a scaled picture's file grows with its number of pixels to this power: a smaller
picture has more detail in each pixel. Measured on the five larger of those videos, scaled to a
width of 320: 0.67 to 0.78."""

ENTRY_BYTES = 450
"""Of an image's two headers in the zip and its entry in the manifest."""


class Sample(Struct, frozen=True):
    """Sample images: the mean size of their files in bytes, and the pixels of each."""

    size: float
    pixels: int


def typical(source: Source, options: ExtractionOptions) -> Sample:
    """For a video from which no image has been extracted yet."""
    area, pixels = _areas(source, options)
    return Sample(_detail(area, pixels) * _typical_bytes(source, options), pixels)


def like(
    source: Source, options: ExtractionOptions, *, made: ExtractionOptions, images: int, size: int
) -> Sample:
    """Judged by an archive of the same video, with `images` in its `size` bytes, that may have been
    `made` with other options."""
    area, pixels = _areas(source, options)
    scale = _detail(area, pixels) / _detail(*_areas(source, made))
    encoding = _typical_bytes(source, options) / _typical_bytes(source, made)
    made_size = max(0, size / images - ENTRY_BYTES) / (1 + made.pdf)
    return Sample(made_size * scale * encoding, pixels)


def _areas(source: Source, options: ExtractionOptions) -> tuple[int, int]:
    """The pixels of the picture after cropping, and those of the image."""
    shown = source.display_width, source.display_height
    cropped = part_of(options, *shown).of(*shown).size
    width, height = Box.of(options).fitted_size(*cropped)
    return cropped[0] * cropped[1], width * height


def _detail(area: int, pixels: int) -> float:
    """Proportional to the size of the file."""
    return float(area * (pixels / area) ** SCALING)


def is_deep(source: Source, options: ExtractionOptions) -> bool:
    """Whether images have more than 8 bits."""
    return not options.tone_map and source.bit_depth > 8


def _typical_bytes(source: Source, options: ExtractionOptions) -> float:
    """Interpolated linearly between the measured qualities."""
    measured = TYPICAL_BYTES[options.format]
    qualities = [low for low, _ in pairwise(measured)]
    place = bisect_right(qualities, options.quality) - 1
    (low, less), (high, more) = list(measured.items())[place : place + 2]
    expected = less + (more - less) * (options.quality - low) / (high - low)
    return expected * (DEEP[options.format] if is_deep(source, options) else 1)
