"""What an extraction would yield and take, estimated without doing it.

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
from stills.planning.sizes import ENTRY_BYTES, Sample
from stills.planning.timeline import Survey

DECODED = {"vp9": 200e6}
DECODED_OTHERWISE = 400e6
LOOKED_AT = 700e6
"""For the sharpest frame, or for cuts."""
MEASURED = 170e6
"""Of images: brought to the picture's colours, and measured."""
ENCODED = {"jpg": 310e6, "png": 11e6, "webp": 10e6}

REFERENCED = {"h264": 0.65, "hevc": 0.65}
"""What it costs to pass by a frame, as a share of decoding it: many refer to no other."""

START_SECONDS = 0.3
"""Until the engine runs."""


class Estimate(Struct, frozen=True, kw_only=True):
    """`archive_size` is in bytes, `cpu_seconds` are those of one core."""

    images: int
    archive_size: int
    cpu_seconds: float

    def seconds(self, cores: float) -> float:
        """From start to end, on so many cores."""
        return START_SECONDS + self.cpu_seconds / cores


def estimate(survey: Survey, options: ExtractionOptions, sample: Sample) -> Estimate:
    times = image_times(survey, options)
    return Estimate(
        images=len(times),
        archive_size=round(len(times) * (sample.size + ENTRY_BYTES)),
        cpu_seconds=_decoding(survey, options, times)
        + len(times) * _making(survey, options, sample),
    )


def _decoding(survey: Survey, options: ExtractionOptions, times: Sequence[int]) -> float:
    """CPU seconds."""
    pixels, codec = survey.source.width * survey.source.height, survey.source.codec
    whole = whole_passes(options) * survey.frames_until(survey.bounds(options)[1])
    passed = frames_passed(survey, options, times)
    shown = passed if options.every_nth else min(len(times), passed)
    decoded = whole + shown + (passed - shown) * REFERENCED.get(codec, 1)
    return pixels * (decoded / DECODED.get(codec, DECODED_OTHERWISE) + whole / LOOKED_AT)


def _making(survey: Survey, options: ExtractionOptions, sample: Sample) -> float:
    """CPU seconds for an image."""
    pixels = survey.source.width * survey.source.height
    return pixels / MEASURED + sample.pixels / ENCODED[options.format]
