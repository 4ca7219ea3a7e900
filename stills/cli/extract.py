"""`stills extract`: a zip of images, made as the worker makes it, and its contact sheet."""

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from pathlib import Path

from msgspec.structs import replace

from stills import manifest as manifests
from stills.cli.errors import CommandError
from stills.cli.files import OutputFile, open_video, replacing, same_file
from stills.cli.options import read_options
from stills.cli.text import in_bytes, in_number, printable, sentence
from stills.manifest import CONTACT_SHEET, Manifest
from stills.options import ExtractionOptions
from stills.output.archive import Archive
from stills.sandbox import client as engine

Store = Callable[[str, bytes], int]


def run(arguments: argparse.Namespace) -> None:
    began = time.monotonic()
    output = arguments.output or Path(arguments.video.stem + ".zip")
    sheet: Path | None = getattr(arguments, "contact_sheet", None)
    manifest = extract(arguments.video, output, sheet, read_options(arguments))
    if arguments.json:
        print(manifests.encode(manifest).decode())
        return
    for warning in manifest.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(_summary(manifest, [output, *filter(None, [sheet])], time.monotonic() - began))


def extract(video: Path, output: Path, sheet: Path | None, options: ExtractionOptions) -> Manifest:
    """Writes the zip and, where there is to be one, the contact sheet; if it fails, leaves what
    was there. Raises CommandError and VideoError."""
    with open_video(video) as file, ExitStack() as stack:
        _check(video, output, sheet)
        zip_file = stack.enter_context(replacing(output))
        archive = stack.enter_context(closing(Archive(zip_file)))
        store: Store = archive.store
        if sheet is not None:
            store = _copying(CONTACT_SHEET, stack.enter_context(replacing(sheet)), store)
        progress = stack.enter_context(_progress_bar())
        manifest = engine.extract(file, options, store=store, progress=progress)
        archive.store("manifest.json", manifests.encode(manifest))
        size = archive.finish()
    return replace(manifest, archive_size=size)


def _check(video: Path, output: Path, sheet: Path | None) -> None:
    for target in filter(None, (output, sheet)):
        if same_file(target, video):
            raise CommandError("cannot_write", f"{target} is the video itself")
    if sheet is not None and same_file(sheet, output):
        raise CommandError("cannot_write", f"{sheet} is the zip itself")


def _copying(wanted: str, copy: OutputFile, store: Store) -> Store:
    """Stores, and writes the file of the wanted name to `copy` too."""

    def store_and_copy(name: str, data: bytes) -> int:
        if name == wanted:
            copy.add(data)
        return store(name, data)

    return store_and_copy


def _progress_bar() -> AbstractContextManager[Callable[[float, int], None]]:
    """On a terminal's standard error only, for which alone it is imported."""
    if not sys.stderr.isatty():
        return nullcontext(lambda *_: None)
    from stills.cli.progress import progress_bar

    return progress_bar()


def _summary(manifest: Manifest, written: Iterable[Path], seconds: float) -> str:
    done = (
        f"{in_number(len(manifest.images), 'image')}, {in_bytes(manifest.archive_size or 0)}, "
        f"{seconds:.1f} s: {sentence(printable(str(path)) for path in written)}"
    )
    left_out = sentence(f"{count} {reason}" for reason, count in manifest.dropped.items())
    return f"{done} ({left_out} left out)" if left_out else done
