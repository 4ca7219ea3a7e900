"""`stills extract`: a zip of images, like the one that the cloud makes."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from cli.options import options_of
from contracts import manifest as manifests
from contracts.manifest import Manifest
from contracts.options import ExtractionOptions
from worker import engine
from worker.archive import Archive


def run(parsed: argparse.Namespace) -> None:
    began = time.monotonic()
    manifest = extract(parsed.video, parsed.output, options_of(parsed))
    if parsed.json:
        sys.stdout.write(manifests.encode(manifest).decode() + "\n")
        return
    for warning in manifest.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    megabytes = (manifest.archive_size or 0) / 1e6
    seconds = time.monotonic() - began
    print(f"{len(manifest.images)} images in {parsed.output} ({megabytes:.1f} MB, {seconds:.1f} s)")


def extract(video: Path, output: Path, options: ExtractionOptions) -> Manifest:
    """Writes the zip, or leaves what was there if it fails. Raises WorkerError and OSError."""
    with (
        video.open("rb") as file,
        _replacing(output) as zip_file,
        closing(Archive(_Whole(zip_file))) as archive,
        _progress_bar() as bar,
    ):
        task = bar.add_task("", total=1.0, images=0)

        def progress(fraction: float, images: int) -> None:
            bar.update(task, completed=fraction, images=images)

        manifest = engine.extract(file, options, store=archive.store, progress=progress)
        archive.store("manifest.json", manifests.encode(manifest))
        size = archive.finish()
    return replace(manifest, archive_size=size)


class _Whole:
    """Takes a zip as it grows, as an upload does."""

    part_size = 1024 * 1024

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, body: bytes) -> None:
        self._file.write(body)


@contextmanager
def _replacing(output: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `output` once it is whole."""
    descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, output)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _progress_bar() -> Progress:
    """On a terminal's standard error only."""
    return Progress(
        BarColumn(),
        TextColumn("{task.percentage:3.0f}%  {task.fields[images]} images"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )
