"""`stills extract`: a zip of images, made as the worker makes it."""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

from msgspec.structs import replace

from cli.errors import CommandError
from cli.files import open_video, replacing
from cli.options import read_options
from cli.text import in_bytes, in_number, printable, sentence
from contracts import manifest as manifests
from contracts.manifest import Manifest
from contracts.options import ExtractionOptions
from worker import engine
from worker.archive import Archive


def run(arguments: argparse.Namespace) -> None:
    began = time.monotonic()
    output = arguments.output or Path(arguments.video.stem + ".zip")
    manifest = extract(arguments.video, output, read_options(arguments))
    if arguments.json:
        print(manifests.encode(manifest).decode())
        return
    for warning in manifest.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(_summary(manifest, output, time.monotonic() - began))


def extract(video: Path, output: Path, options: ExtractionOptions) -> Manifest:
    """Writes the zip; if it fails, leaves what was there. Raises CommandError and WorkerError."""
    with open_video(video) as file:
        if output.exists() and output.samefile(video):
            raise CommandError("cannot_write", f"{output} is the video itself")
        with (
            replacing(output) as zip_file,
            closing(Archive(zip_file)) as archive,
            _progress_bar() as progress,
        ):
            manifest = engine.extract(file, options, store=archive.store, progress=progress)
            archive.store("manifest.json", manifests.encode(manifest))
            size = archive.finish()
    return replace(manifest, archive_size=size)


def _progress_bar() -> AbstractContextManager[Callable[[float, int], None]]:
    """On a terminal's standard error only, for which alone it is imported."""
    if not sys.stderr.isatty():
        return nullcontext(lambda *_: None)
    from cli.progress import progress_bar

    return progress_bar()


def _summary(manifest: Manifest, output: Path, seconds: float) -> str:
    done = (
        f"{in_number(len(manifest.images), 'image')}, {in_bytes(manifest.archive_size or 0)}, "
        f"{seconds:.1f} s: {printable(str(output))}"
    )
    left_out = sentence(f"{count} {reason}" for reason, count in manifest.dropped.items())
    return f"{done} ({left_out} left out)" if left_out else done
