"""`stills plan`: what an extraction would yield and take, without doing it."""

import argparse
import os
from pathlib import Path

import msgspec

from cli.files import open_video
from cli.options import read_options
from cli.survey import survey
from cli.text import in_bytes, in_dollars, print_facts
from contracts.options import ExtractionOptions
from planning.estimate import LAMBDA_MAX_SECONDS, LAMBDA_MEMORY_MB, Estimate, Sample, estimate
from planning.forecast import Survey
from worker import engine

SAMPLES = 5


def run(arguments: argparse.Namespace) -> None:
    options = read_options(arguments)
    known = survey(arguments.video)
    sample = take_sample(arguments.video, options, known)
    expected = estimate(known, options, sample, cores=os.cpu_count() or 1)
    if arguments.json:
        print(msgspec.json.encode(expected).decode())
        return
    print_facts(f"{arguments.video.name}: estimates", _facts(expected, options))


def take_sample(path: Path, options: ExtractionOptions, known: Survey) -> Sample:
    """Extracts a few keyframes, which are quick to come by. Raises WorkerError."""
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


def _facts(expected: Estimate, options: ExtractionOptions) -> dict[str, str]:
    images = f"{expected.images:,}"
    if options.skip_black or options.skip_duplicates:
        images = f"at most {images}"
    elif options.scenes:
        images = f"about {images}"
    here = f"about {expected.seconds:.0f} s"
    on_lambda = f"about {expected.lambda_seconds:.0f} s with {LAMBDA_MEMORY_MB:,} MB of memory"
    if expected.lambda_seconds > LAMBDA_MAX_SECONDS:
        on_lambda += f": more than the {LAMBDA_MAX_SECONDS} s that it may take"
    cost = f"{in_dollars(expected.lambda_usd)}, without storage and transfer"
    size = f"about {in_bytes(expected.archive_size)}"
    return {"images": images, "zip": size, "here": here, "on Lambda": on_lambda, "cost there": cost}
