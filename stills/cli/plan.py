"""`stills plan`: estimates what extractions would give and take, without doing them."""

import argparse
import sys
from pathlib import Path

from stills import ExtractionOptions, Plan, Session
from stills.cli.many import describe_each
from stills.cli.options import read_options
from stills.cli.table import print_table
from stills.cli.text import in_bytes, in_dollars
from stills.planning.pricing import DEFAULT_MEMORY_MB, MAX_SECONDS
from stills.wording import counted


def run(arguments: argparse.Namespace) -> int:
    options = read_options(arguments)

    def plan(session: Session, video: Path) -> Plan:
        return session.plan(video, options)

    def show(video: Path, plan: Plan) -> None:
        for warning in plan.warnings:
            print(f"warning: {warning.reason}", file=sys.stderr)
        print_table(f"{video.name}: estimates", _rows(plan, options))

    return describe_each(arguments, "plan", plan, show)


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
    rows = {"images": images, "zip": size, "here": here, "on Lambda": there, "cost there": cost}
    if sharp := plan.sharpness:
        scores = f"{sharp.lowest:,.0f} to {sharp.highest:,.0f}, median {sharp.median:,.0f}"
        rows["sharpness"] = f"{scores}, of {counted(sharp.frames, 'keyframe')}"
    return rows
