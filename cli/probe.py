"""`stills probe`: what a video is."""

import argparse
import sys

import msgspec

from worker import engine


def run(parsed: argparse.Namespace) -> None:
    with parsed.video.open("rb") as file:
        source = engine.probe(file)
    if parsed.json:
        sys.stdout.write(msgspec.json.encode(source).decode() + "\n")
        return
    for name, value in msgspec.structs.asdict(source).items():
        print(f"{name:<15} {'unknown' if value is None else value}")
