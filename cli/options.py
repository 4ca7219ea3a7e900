"""The options of an extraction, as arguments of a command."""

import argparse
from typing import Any

import msgspec

from contracts.options import ExtractionOptions


def add_options(command: argparse.ArgumentParser) -> None:
    moments = command.add_argument_group("moments").add_mutually_exclusive_group()
    moments.add_argument("--every", dest="interval", type=float, metavar="SECONDS")
    moments.add_argument("--fps", type=float, metavar="RATE")
    moments.add_argument("--count", type=int, metavar="N", help="evenly spread")
    moments.add_argument("--at", dest="timestamps", type=_times, metavar="1.5,50%%")
    moments.add_argument("--every-nth", type=int, metavar="N")
    moments.add_argument("--keyframes", action="store_true", default=None)
    moments.add_argument("--scenes", action="store_true", default=None)
    bounds = command.add_argument_group("bounds")
    bounds.add_argument("--start", type=float, metavar="SECONDS")
    bounds.add_argument("--end", type=float, metavar="SECONDS")
    bounds.add_argument("--max-images", type=int, metavar="N")
    frames = command.add_argument_group("frames")
    frames.add_argument("--pick", choices=["exact", "sharpest"])
    frames.add_argument("--scene-threshold", type=float, metavar="0-1")
    frames.add_argument("--per-scene", type=int, metavar="N")
    frames.add_argument("--skip-black", action="store_true", default=None)
    frames.add_argument("--black-threshold", type=float, metavar="0-1")
    frames.add_argument("--skip-duplicates", action="store_true", default=None)
    frames.add_argument("--duplicate-distance", type=int, metavar="0-64")
    images = command.add_argument_group("images")
    images.add_argument("--format", choices=["jpg", "png", "webp"])
    images.add_argument("--quality", type=int, metavar="1-100")
    images.add_argument("--width", type=int, metavar="PIXELS")
    images.add_argument("--height", type=int, metavar="PIXELS")
    images.add_argument("--fit", choices=["contain", "cover", "stretch"])
    images.add_argument("--enlarge", action="store_true", default=None)


def options_of(parsed: argparse.Namespace) -> ExtractionOptions:
    """Raises msgspec.ValidationError, as the API would. What was not given keeps its default."""
    fields = ExtractionOptions.__struct_fields__
    given = {name: getattr(parsed, name) for name in fields if getattr(parsed, name) is not None}
    return msgspec.convert(given, ExtractionOptions)


def _times(text: str) -> list[Any]:
    times = [time.strip() for time in text.split(",")]
    return [time if time.endswith("%") else float(time) for time in times]
