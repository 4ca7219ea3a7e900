"""Estimates what an extraction would give and take, without doing it.

The number of images follows from the sample times (`stills.planning.forecast`), as if none were
left out as black or duplicate; the zip's size follows from the mean size of sample images. The
seconds follow from the pixels to decode, to look at and to encode, at the rates below, in pixels a
second of CPU time. The rates are those of one core of an x86 server on footage of 2.5 to 12 Mbit/s.
Calm pictures decode up to twice as fast, noisy ones half as fast. The estimate assumes that the
work spreads over all cores and that nothing else runs on them.
"""

from collections.abc import Sequence

from msgspec import Struct

from stills.options import ExtractionOptions
from stills.planning.forecast import frames_passed, image_times, whole_passes
from stills.planning.inspection import pixels_decoded_twice
from stills.planning.sizes import ENTRY_BYTES, Sample, is_deep
from stills.planning.timeline import Timeline

DECODED = {"vp9": 200e6}
DECODED_OTHERWISE = 400e6
EXAMINED = 700e6
"""Examined to find the sharpest frame, or cuts."""
RENDERED = 170e6
"""Converted to the colors of the image, and measured."""
ENCODED = {"jpg": 310e6, "png": 11e6, "webp": 10e6, "avif": 9e6, "tiff": 27e6}
DEEP = 0.35
"""The rate of more than 8 bits as a share of that of 8."""

REFERENCED = {"h264": 0.65, "hevc": 0.65}
"""The cost of a frame between two images as a share of decoding it, because many frames are not
referred to by any other, and are skipped."""

START_SECONDS = 0.3
"""Until decoding starts."""


class Estimate(Struct, frozen=True, kw_only=True):
    """`archive_size` is in bytes, `cpu_seconds` are those of one core."""

    images: int
    archive_size: int
    cpu_seconds: float

    def seconds(self, cores: float) -> float:
        """From start to end, with so many cores."""
        return START_SECONDS + self.cpu_seconds / cores


def estimate(timeline: Timeline, options: ExtractionOptions, sample: Sample) -> Estimate:
    times = image_times(timeline, options)
    return Estimate(
        images=len(times),
        archive_size=round(len(times) * (sample.size * (1 + options.pdf) + ENTRY_BYTES)),
        cpu_seconds=_decoding(timeline, options, times)
        + len(times) * _making(timeline, options, sample),
    )


def _decoding(timeline: Timeline, options: ExtractionOptions, times: Sequence[int]) -> float:
    """CPU seconds."""
    pixels, codec = timeline.source.width * timeline.source.height, timeline.source.codec
    whole = whole_passes(options) * timeline.frames_until(timeline.bounds(options)[1])
    passed = frames_passed(timeline, options, times)
    shown = passed if options.every_nth else min(len(times), passed)
    decoded = pixels * (whole + shown + (passed - shown) * REFERENCED.get(codec, 1))
    decoded += pixels_decoded_twice(codec, decoded)
    return decoded / DECODED.get(codec, DECODED_OTHERWISE) + pixels * whole / EXAMINED


def _making(timeline: Timeline, options: ExtractionOptions, sample: Sample) -> float:
    """CPU seconds per image."""
    pixels = timeline.source.width * timeline.source.height
    encoded = ENCODED[options.format] * (DEEP if is_deep(timeline.source, options) else 1)
    return pixels / RENDERED + sample.pixels / encoded
