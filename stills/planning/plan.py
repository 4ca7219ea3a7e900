"""A plan: what an extraction would give and take, on this machine and on Lambda."""

import os
from collections.abc import Callable

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

SAMPLES = 5

Extract = Callable[[ExtractionOptions], Manifest]
"""Extracts from the video of the plan, and throws the images away."""


class Plan(Struct, frozen=True, kw_only=True):
    """Estimates. `archive_size` is in bytes; `seconds` are on this machine, `lambda_seconds` and
    `lambda_usd` on AWS Lambda, without storage and transfer. `fits` is false if the extraction
    would exceed the time limit of a Lambda function; `warnings` are sentences about listed times
    that give no image."""

    images: int
    archive_size: int
    seconds: float
    lambda_seconds: float
    lambda_usd: float
    fits: bool
    warnings: tuple[str, ...] = ()


def make_plan(timeline: Timeline, options: ExtractionOptions, extract: Extract) -> Plan:
    """Raises NoImages if the extraction would give none, and whatever `extract` raises."""
    source = timeline.source
    shown = source.display_width, source.display_height
    beyond = excess(part_of(options, *shown), *shown)
    warnings = (*([beyond] if beyond else []), *timeline.missed_times(options))
    if not image_times(timeline, options):
        raise NoImages(" ".join(warnings) or None)
    expected = estimate(timeline, options, _sample(timeline, options, extract))
    there = on_lambda(expected, DEFAULT_MEMORY_MB)
    return Plan(
        images=expected.images,
        archive_size=expected.archive_size,
        seconds=round(expected.seconds(cores=os.cpu_count() or 1), 1),
        lambda_seconds=there.seconds,
        lambda_usd=there.usd,
        fits=there.fits,
        warnings=warnings,
    )


def _sample(timeline: Timeline, options: ExtractionOptions, extract: Extract) -> Sample:
    """The size of a few images of keyframes, which can be decoded quickly."""
    keyframes = timeline.indexed or (0,)
    step = -(-len(keyframes) // SAMPLES)
    times = tuple(time / 1e6 for time in keyframes[step // 2 :: step])
    manifest = extract(
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
    image = manifest.images[0]
    size = sum(each.size for each in manifest.images) / len(manifest.images)
    return Sample(size, image.width * image.height)
