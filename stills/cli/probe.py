"""`stills probe`: describes a video."""

import argparse

import msgspec

import stills
from stills.cli.table import print_table
from stills.cli.text import in_time
from stills.manifest import Source


def run(arguments: argparse.Namespace) -> None:
    timeline = stills.scan(arguments.video)
    source, keyframes = timeline.source, len(timeline.keyframes)
    if arguments.json:
        description = msgspec.to_builtins(source) | {"keyframes": keyframes}
        print(msgspec.json.encode(description).decode())
        return
    rows = {
        "container": source.container,
        "codec": _codec(source),
        "size": f"{source.width} x {source.height}",
        "duration": in_time(source.duration),
        "frame rate": f"{source.frame_rate:g} per second" if source.frame_rate else "unknown",
        "keyframes": f"{keyframes:,}",
    }
    if source.chapters:
        rows["chapters"] = f"{source.chapters:,}"
    if (source.width, source.height) != (source.display_width, source.display_height):
        rows["size"] += f", shown as {source.display_width} x {source.display_height}"
    if source.rotation:
        rows["size"] += f", rotated by {source.rotation}°"
    print_table(arguments.video.name, rows)


def _codec(source: Source) -> str:
    depth = f", {source.bit_depth} bits" if source.bit_depth > 8 else ""
    return source.codec + depth + (", HDR" if source.hdr else "")
