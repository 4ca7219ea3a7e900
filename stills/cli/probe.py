"""`stills probe`: describes videos."""

import argparse
from pathlib import Path

from msgspec.structs import asdict

from stills import Session, Source
from stills.cli.many import describe_each
from stills.cli.table import print_table
from stills.cli.text import in_time


class Description(Source, frozen=True, kw_only=True):
    keyframes: int


def run(arguments: argparse.Namespace) -> int:
    return describe_each(arguments, "description", _describe, _show)


def _describe(session: Session, video: Path) -> Description:
    timeline = session.scan(video)
    return Description(**asdict(timeline.source), keyframes=len(timeline.keyframes))


def _show(video: Path, source: Description) -> None:
    rows = {
        "container": source.container,
        "codec": _codec(source),
        "size": f"{source.width} x {source.height}",
        "duration": in_time(source.duration),
        "frame rate": f"{source.frame_rate:g} per second" if source.frame_rate else "unknown",
        "keyframes": f"{source.keyframes:,}",
    }
    if source.chapters:
        rows["chapters"] = f"{source.chapters:,}"
    if (source.width, source.height) != (source.display_width, source.display_height):
        rows["size"] += f", shown as {source.display_width} x {source.display_height}"
    if source.rotation:
        rows["size"] += f", rotated by {source.rotation}°"
    print_table(video.name, rows)


def _codec(source: Source) -> str:
    depth = f", {source.bit_depth} bits" if source.bit_depth > 8 else ""
    return source.codec + depth + (", HDR" if source.hdr else "")
