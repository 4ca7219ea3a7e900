"""`stills extract` for several videos: a zip for each, all in one folder."""

import argparse
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from stills import ExtractionOptions, Manifest, Session
from stills.cli.many import print_json_line, run_on_each, status_after
from stills.cli.summary import Tally, print_warnings, summary
from stills.cli.targets import archive_paths, folder_at
from stills.cli.text import has_terminal, in_utf8, joined
from stills.cli.videos import find_videos

if TYPE_CHECKING:
    from stills.cli.progress import ProgressBars


def run(arguments: argparse.Namespace, options: ExtractionOptions) -> int:
    videos = find_videos(arguments.videos, in_folders=arguments.recursive)
    with _progress_bars(len(videos.paths), options) as bars:
        batch = _Batch(arguments, options, videos.paths, bars)
        failures = run_on_each(videos, batch.extract, batch.show, as_json=arguments.json)
    if not arguments.json:
        print(batch.total())
    return status_after(failures, videos)


class _Batch:
    def __init__(
        self,
        arguments: argparse.Namespace,
        options: ExtractionOptions,
        videos: list[Path],
        bars: "ProgressBars | None",
    ) -> None:
        self._as_json = arguments.json
        self._options = options
        self._bars = bars
        self._folder = folder_at(arguments.output or ".", "--output", (".zip",))
        self._sheets = _sheet_folder(arguments)
        archives = archive_paths(videos, self._folder)
        self._archives = dict(zip(videos, archives, strict=True))
        self._started = time.monotonic()
        self._total = Tally()

    def extract(self, session: Session, video: Path) -> tuple[Manifest, float]:
        """The manifest, and how many seconds the extraction took."""
        started = time.monotonic()
        archive = self._archives[video]
        with self._bars.video(video.name) if self._bars else nullcontext() as bar:
            manifest = session.extract(
                video,
                archive,
                self._options,
                contact_sheet_path=self._sheet_beside(archive),
                progress=bar,
                opened=bar.opened if bar else None,
            )
        return manifest, time.monotonic() - started

    def show(self, video: Path, extracted: tuple[Manifest, float]) -> None:
        manifest, seconds = extracted
        archive = self._archives[video]
        self._total.add(manifest, seconds)
        if self._as_json:
            print_json_line(video, {"archive": in_utf8(str(archive)), "manifest": manifest})
            return
        print_warnings(manifest, str(video))
        files = joined(str(path) for path in (archive, self._sheet_beside(archive)) if path)
        print(summary(manifest, seconds, files), flush=True)

    def total(self) -> str:
        self._total.seconds = time.monotonic() - self._started
        return f"all: {self._total.summary(str(self._folder))}"

    def _sheet_beside(self, archive: Path) -> Path | None:
        return self._sheets / f"{archive.stem}.jpg" if self._sheets else None


def _sheet_folder(arguments: argparse.Namespace) -> Path | None:
    sheet = getattr(arguments, "contact_sheet", None)
    suffixes = (".jpg", ".jpeg")
    return None if sheet is None else folder_at(str(sheet), "--contact-sheet", suffixes)


def _progress_bars(
    videos: int, options: ExtractionOptions
) -> "AbstractContextManager[ProgressBars | None]":
    if not has_terminal():
        return nullcontext()
    from stills.cli.progress import progress_bars

    return progress_bars(videos, options)
