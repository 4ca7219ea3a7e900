"""A plan: what an extraction would give and take, on this machine and on Lambda."""

import os
from collections.abc import Callable
from statistics import median

from msgspec import Struct

from stills.errors import NoImages
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.planning.crop import excess, part_of
from stills.planning.estimate import estimate
from stills.planning.forecast import image_times
from stills.planning.pricing import DEFAULT_MEMORY_MB, on_lambda
from stills.planning.sizes import Sample
from stills.planning.timeline import Timeline
from stills.warnings import VideoWarning

SAMPLES = 5
"""Keyframes whose images are made, to know how large images are."""

SAMPLES_OF_SHARPNESS = 15
"""As many, where it matters how sharp frames are."""

Extract = Callable[[ExtractionOptions], Manifest]
"""Extracts from the video of the plan, and throws the images away."""


class Sharpness(Struct, frozen=True, kw_only=True):
    """How sharp some keyframes of the wanted span are, as in a manifest: the scores are of so many
    `frames`."""

    lowest: float
    median: float
    highest: float
    frames: int


class Plan(Struct, frozen=True, kw_only=True):
    """Estimates. `archive_size` is in bytes; `seconds` are on this machine, `lambda_seconds` and
    `lambda_usd` on AWS Lambda, without storage and transfer. `fits` is false if the extraction
    would exceed the time limit of a Lambda function; `sharpness` is given if the options depend on
    it; `warnings` are about listed times that give no image, and a crop that reaches too far."""

    images: int
    archive_size: int
    seconds: float
    lambda_seconds: float
    lambda_usd: float
    fits: bool
    sharpness: Sharpness | None = None
    warnings: tuple[VideoWarning, ...] = ()


def make_plan(timeline: Timeline, options: ExtractionOptions, extract: Extract) -> Plan:
    """Raises NoImages if the extraction would give none, and whatever `extract` raises."""
    source = timeline.source
    shown = source.display_width, source.display_height
    beyond = excess(part_of(options, *shown), *shown)
    warnings = (*([beyond] if beyond else []), *timeline.missed_times(options))
    if not image_times(timeline, options):
        raise NoImages(" ".join(each.reason for each in warnings) or None)
    made = _sample(timeline, options, extract)
    expected = estimate(timeline, options, _mean(made))
    there = on_lambda(expected, DEFAULT_MEMORY_MB)
    return Plan(
        images=expected.images,
        archive_size=expected.archive_size,
        seconds=round(expected.seconds(cores=os.cpu_count() or 1), 1),
        lambda_seconds=there.seconds,
        lambda_usd=there.usd,
        fits=there.fits,
        sharpness=_sharpness(made) if depends_on_sharpness(options) else None,
        warnings=warnings,
    )


def depends_on_sharpness(options: ExtractionOptions) -> bool:
    return bool(options.pick == "sharpest" or options.best or options.skip_blurred)


def _sample(timeline: Timeline, options: ExtractionOptions, extract: Extract) -> Manifest:
    """A few images of keyframes, which can be decoded quickly."""
    most = SAMPLES_OF_SHARPNESS if depends_on_sharpness(options) else SAMPLES
    keyframes = timeline.indexed or (0,)
    wanted = timeline.between(keyframes, *timeline.bounds(options)) or keyframes
    step = -(-len(wanted) // most)
    times = tuple(time / 1e6 for time in wanted[step // 2 :: step])
    return extract(
        ExtractionOptions(
            timestamps=times,
            format=options.format,
            quality=options.quality,
            crop=options.crop,
            width=options.width,
            height=options.height,
            fit=options.fit,
            enlarge=options.enlarge,
        )
    )


def _mean(made: Manifest) -> Sample:
    """The size of the images."""
    image = made.images[0]
    size = sum(each.size for each in made.images) / len(made.images)
    return Sample(size, image.width * image.height)


def _sharpness(made: Manifest) -> Sharpness:
    scores = [image.sharpness for image in made.images]
    return Sharpness(
        lowest=round(min(scores), 1),
        median=round(median(scores), 1),
        highest=round(max(scores), 1),
        frames=len(scores),
    )
