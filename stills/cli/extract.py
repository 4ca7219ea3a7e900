"""`stills extract`: extracts images into a zip file, or from several videos into a zip for each."""

import argparse
import os
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import stills
from stills import ExtractionOptions
from stills import manifest as manifests
from stills.cli.many import names_many
from stills.cli.options import read_options
from stills.cli.summary import print_warnings, summary
from stills.cli.text import has_terminal, joined
from stills.cli.videos import one_video

if TYPE_CHECKING:
    from stills.cli.progress import Bar


def run(arguments: argparse.Namespace) -> int:
    options = read_options(arguments)
    if names_many(arguments) or _is_folder(arguments.output):
        from stills.cli import extract_many

        return extract_many.run(arguments, options)
    return _run_one(arguments, options)


def _is_folder(output: str | None) -> bool:
    return output is not None and (output.endswith(os.sep) or os.path.isdir(output))


def _run_one(arguments: argparse.Namespace, options: ExtractionOptions) -> int:
    started = time.monotonic()
    video = one_video(arguments.videos)
    output = Path(arguments.output or f"{video.stem}.zip")
    sheet: Path | None = getattr(arguments, "contact_sheet", None)
    with _progress_bar(options) as bar:
        manifest = stills.extract(
            video,
            output,
            options,
            contact_sheet_path=sheet,
            progress=bar,
            opened=bar.opened if bar else None,
        )
    if arguments.json:
        print(manifests.encode(manifest).decode())
    else:
        print_warnings(manifest)
        files = joined(str(path) for path in (output, sheet) if path)
        print(summary(manifest, time.monotonic() - started, files))
    return 0


def _progress_bar(options: ExtractionOptions) -> "AbstractContextManager[Bar | None]":
    """Only imported and shown if standard error is a terminal."""
    if not has_terminal():
        return nullcontext(None)
    from stills.cli.progress import progress_bar

    return progress_bar(options)
