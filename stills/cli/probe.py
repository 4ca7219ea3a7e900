"""`stills probe`: what a video is."""

import argparse

import msgspec

from stills.cli.survey import survey
from stills.cli.table import print_facts
from stills.cli.text import in_time


def run(arguments: argparse.Namespace) -> None:
    known = survey(arguments.video)
    source, keyframes = known.source, len(known.keyframes)
    if arguments.json:
        facts = msgspec.to_builtins(source) | {"keyframes": keyframes}
        print(msgspec.json.encode(facts).decode())
        return
    rows = {
        "container": source.container,
        "codec": source.codec + (", HDR" if source.hdr else ""),
        "size": f"{source.width} x {source.height}",
        "duration": in_time(source.duration),
        "frame rate": f"{source.frame_rate:g} a second" if source.frame_rate else "unknown",
        "keyframes": f"{keyframes:,}",
    }
    if (source.width, source.height) != (source.display_width, source.display_height):
        rows["size"] += f", shown as {source.display_width} x {source.display_height}"
    if source.rotation:
        rows["size"] += f", turned by {source.rotation}°"
    print_facts(arguments.video.name, rows)
