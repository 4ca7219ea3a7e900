"""What an extraction would yield and take, estimated without doing it.

The number of images follows from the wanted moments (`planning.forecast`), as if none were left
out as black or duplicate; the zip's size from the mean size of sample images. The seconds follow
from the pixels to decode, to look at and to encode, at the rates below, in pixels a second of CPU
time: those of one core of an x86 server on footage of 2.5 to 12 Mbit/s. Calm pictures decode up
to twice as fast, noisy ones half as fast. The work is taken to spread over all cores, nothing
else to run on them, and a core of Lambda's to be like one of this machine.
"""

from collections.abc import Sequence

from msgspec import Struct

from contracts.options import ExtractionOptions
from planning.forecast import Survey, frames_passed, image_times, whole_passes

DECODED = {"vp9": 200e6}
DECODED_OTHERWISE = 400e6
LOOKED_AT = 700e6
"""For the sharpest frame, or for cuts."""
MEASURED = 170e6
"""Of images: brought to the picture's colours, and measured."""
ENCODED = {"jpg": 310e6, "png": 11e6, "webp": 10e6}

REFERENCED = {"h264": 0.65, "hevc": 0.65}
"""What it costs to pass by a frame, as a share of decoding it: many refer to no other."""

ENTRY_BYTES = 450
"""An image's two headers in the zip and its place in the manifest."""

START_SECONDS = 0.7
"""Until the engine runs."""

LAMBDA_MEMORY_MB = 3008
"""The default of template.yaml's WorkerMemory."""
LAMBDA_MB_PER_CORE = 1769
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
LAMBDA_MAX_SECONDS = 900
USD_PER_GB_SECOND = 0.0000166667
"""x86, us-east-1, first tier, not counting the free tier: https://aws.amazon.com/lambda/pricing/"""
USD_PER_REQUEST = 0.20 / 1e6


class Sample(Struct, frozen=True):
    """What sample images are like: the mean of their bytes, and the pixels of each."""

    size: float
    pixels: int


class Estimate(Struct, frozen=True, kw_only=True):
    """`archive_size` is in bytes, `seconds` are this machine's, `lambda_seconds` and `lambda_usd`
    the worker's on AWS, without storage and transfer."""

    images: int
    archive_size: int
    seconds: float
    lambda_seconds: float
    lambda_usd: float


def estimate(survey: Survey, options: ExtractionOptions, sample: Sample, cores: int) -> Estimate:
    """`cores` are those of this machine."""
    times = image_times(survey, options)
    cpu_seconds = _decoding(survey, options, times) + len(times) * _making(survey, options, sample)
    on_lambda = START_SECONDS + cpu_seconds / (LAMBDA_MEMORY_MB / LAMBDA_MB_PER_CORE)
    gb_seconds = on_lambda * LAMBDA_MEMORY_MB / 1024
    return Estimate(
        images=len(times),
        archive_size=round(len(times) * (sample.size + ENTRY_BYTES)),
        seconds=round(START_SECONDS + cpu_seconds / cores, 1),
        lambda_seconds=round(on_lambda, 1),
        lambda_usd=round(gb_seconds * USD_PER_GB_SECOND + USD_PER_REQUEST, 6),
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
