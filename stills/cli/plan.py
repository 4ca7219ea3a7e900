"""`stills plan`: what an extraction would yield and take, without doing it."""

import argparse
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from stills.cli.files import open_video
from stills.cli.options import read_options
from stills.cli.survey import survey
from stills.cli.table import print_facts
from stills.cli.text import in_bytes, in_dollars
from stills.options import ExtractionOptions
from stills.planning.estimate import estimate
from stills.planning.pricing import DEFAULT_MEMORY_MB, MAX_SECONDS, on_lambda
from stills.planning.sizes import Sample
from stills.planning.timeline import Survey
from stills.sandbox import client as engine

SAMPLES = 5


class Plan(Struct, frozen=True, kw_only=True):
    """`archive_size` is in bytes, `seconds` are this machine's, `lambda_seconds` and `lambda_usd`
    the worker's on AWS, without storage and transfer; `fits` is false where it may not take as
    many."""

    images: int
    archive_size: int
    seconds: float
    lambda_seconds: float
    lambda_usd: float
    fits: bool


def run(arguments: argparse.Namespace) -> None:
    options = read_options(arguments)
    made = plan(arguments.video, options)
    if arguments.json:
        print(msgspec.json.encode(made).decode())
        return
    print_facts(f"{arguments.video.name}: estimates", _facts(made, options))


def plan(video: Path, options: ExtractionOptions) -> Plan:
    """Raises CommandError, VideoError."""
    known = survey(video)
    expected = estimate(known, options, take_sample(video, options, known))
    there = on_lambda(expected, DEFAULT_MEMORY_MB)
    return Plan(
        images=expected.images,
        archive_size=expected.archive_size,
        seconds=round(expected.seconds(cores=os.cpu_count() or 1), 1),
        lambda_seconds=there.seconds,
        lambda_usd=there.usd,
        fits=there.fits,
    )


def take_sample(path: Path, options: ExtractionOptions, known: Survey) -> Sample:
    """Extracts a few keyframes, which are quick to come by. Raises VideoError."""
    keyframes = known.indexed or (0,)
    step = -(-len(keyframes) // SAMPLES)
    times = tuple(time / 1e6 for time in keyframes[step // 2 :: step])
    only_these = ExtractionOptions(
        timestamps=times,
        format=options.format,
        quality=options.quality,
        width=options.width,
        height=options.height,
        fit=options.fit,
        enlarge=options.enlarge,
    )
    with open_video(path) as file:
        manifest = engine.extract(file, only_these, store=lambda *_: 0, progress=lambda *_: None)
    image = manifest.images[0]
    size = sum(each.size for each in manifest.images) / len(manifest.images)
    return Sample(size, image.width * image.height)


def _facts(made: Plan, options: ExtractionOptions) -> dict[str, str]:
    images = f"{made.images:,}"
    if options.skip_black or options.skip_duplicates:
        images = f"at most {images}"
    elif options.scenes:
        images = f"about {images}"
    here = f"about {made.seconds:.0f} s"
    there = f"about {made.lambda_seconds:.0f} s with {DEFAULT_MEMORY_MB:,} MB of memory"
    if not made.fits:
        there += f": more than the {MAX_SECONDS} s that it may take"
    cost = f"{in_dollars(made.lambda_usd)}, without storage and transfer"
    size = f"about {in_bytes(made.archive_size)}"
    return {"images": images, "zip": size, "here": here, "on Lambda": there, "cost there": cost}
