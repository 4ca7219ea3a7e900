"""`stills extract`: extracts images into a zip file."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import stills
from stills import manifest as manifests
from stills.cli.options import read_options
from stills.cli.text import in_bytes, joined, printable
from stills.manifest import Manifest
from stills.wording import counted


def run(arguments: argparse.Namespace) -> None:
    started = time.monotonic()
    output = arguments.output or Path(arguments.video.stem + ".zip")
    sheet: Path | None = getattr(arguments, "contact_sheet", None)
    options = read_options(arguments)
    with _progress_bar() as progress:
        manifest = stills.extract(
            arguments.video, output, options, contact_sheet_path=sheet, progress=progress
        )
    if arguments.json:
        print(manifests.encode(manifest).decode())
        return
    for warning in manifest.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(_summary(manifest, [output, *filter(None, [sheet])], time.monotonic() - started))


def _progress_bar() -> AbstractContextManager[Callable[[float, int], None] | None]:
    """Only imported and shown if standard error is a terminal."""
    if not sys.stderr.isatty():
        return nullcontext(None)
    from stills.cli.progress import progress_bar

    return progress_bar()


def _summary(manifest: Manifest, written: Iterable[Path], seconds: float) -> str:
    files = joined(printable(str(path)) for path in written)
    images, size = counted(len(manifest.images), "image"), in_bytes(manifest.archive_size or 0)
    summary = f"{images}, {size}, {seconds:.1f} s: {files}"
    left_out = joined(f"{count:,} as {reason}" for reason, count in manifest.dropped.items())
    return f"{summary} (left out: {left_out})" if left_out else summary
