"""`stills plan`: estimates what an extraction would give and take, without doing it."""

import argparse
import sys

import msgspec

import stills
from stills import ExtractionOptions, Plan
from stills.cli.options import read_options
from stills.cli.table import print_table
from stills.cli.text import in_bytes, in_dollars
from stills.planning.pricing import DEFAULT_MEMORY_MB, MAX_SECONDS


def run(arguments: argparse.Namespace) -> None:
    options = read_options(arguments)
    plan = stills.plan(arguments.video, options)
    if arguments.json:
        print(msgspec.json.encode(plan).decode())
        return
    for warning in plan.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print_table(f"{arguments.video.name}: estimates", _rows(plan, options))


def _rows(plan: Plan, options: ExtractionOptions) -> dict[str, str]:
    images = f"{plan.images:,}"
    if options.skip_black or options.skip_blurred or options.skip_duplicates or options.best:
        images = f"at most {images}"
    elif options.scenes:
        images = f"about {images}"
    here = f"about {plan.seconds:.0f} s"
    there = f"about {plan.lambda_seconds:.0f} s with {DEFAULT_MEMORY_MB:,} MB of memory"
    if not plan.fits:
        there += f", which exceeds the limit of {MAX_SECONDS} s"
    cost = f"{in_dollars(plan.lambda_usd)}, without storage and transfer"
    size = f"about {in_bytes(plan.archive_size)}"
    return {"images": images, "zip": size, "here": here, "on Lambda": there, "cost there": cost}
