"""The functions of the library. Each takes a video as a path or as a seekable binary file. A
Session is for many videos."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from msgspec.structs import replace

from stills import manifest as manifests
from stills.choices import Choices, options_from
from stills.errors import CannotWrite
from stills.files import OutputFile, open_video, replacing, same_file
from stills.manifest import CONTACT_SHEET, Manifest, Source
from stills.options import ExtractionOptions
from stills.output.archive import Archive
from stills.planning.timeline import Timeline
from stills.sandbox.client import Sandbox
from stills.sink import Sink

if TYPE_CHECKING:
    from stills.planning.plan import Plan

Video = str | os.PathLike[str] | BinaryIO
Progress = Callable[[float, int], None]
"""Told the fraction that is done, from 0 to 1, and the number of images stored so far."""

Opened = Callable[[Source], None]
"""Told what the video is, before the first image."""


class Session:
    """The functions of this module for many videos: a context manager that starts one process and
    uses it for all of them, which saves half a second for each. Its methods must not be called at
    the same time; for that, use a session for each thread.

    Somebody whose video took control of the process could read the videos that follow, so all
    videos of a session should belong to the same user.
    """

    def __init__(self) -> None:
        self._sandbox = Sandbox()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._sandbox.__exit__(*error)

    def extract(
        self,
        video: Video,
        archive: str | os.PathLike[str],
        options: ExtractionOptions | None = None,
        *,
        contact_sheet_path: str | os.PathLike[str] | None = None,
        progress: Progress | None = None,
        opened: Opened | None = None,
        **choices: Unpack[Choices],
    ) -> Manifest:
        """As `stills.extract`."""
        wanted = options_from(options, **choices)
        if contact_sheet_path is not None:
            wanted = replace(wanted, contact_sheet=True)
        zip_path = Path(archive)
        sheet_path = None if contact_sheet_path is None else Path(contact_sheet_path)
        with _opened(video) as file, ExitStack() as stack:
            _check_targets(video, zip_path, sheet_path)
            zip_file = stack.enter_context(replacing(zip_path))
            sheet_file = None if sheet_path is None else stack.enter_context(replacing(sheet_path))
            zip_archive = stack.enter_context(closing(Archive(zip_file)))
            sink = _FileSink(zip_archive, sheet_file, progress, opened)
            manifest = self._sandbox.extract(file, wanted, sink)
            zip_archive.store("manifest.json", manifests.encode(manifest))
            size = zip_archive.finish()
        return replace(manifest, archive_size=size)

    def probe(self, video: Video) -> Source:
        """As `stills.probe`."""
        with _opened(video) as file:
            return self._sandbox.probe(file)

    def scan(self, video: Video) -> Timeline:
        """As `stills.scan`."""
        with _opened(video) as file:
            return self._sandbox.scan(file)

    def plan(
        self, video: Video, options: ExtractionOptions | None = None, **choices: Unpack[Choices]
    ) -> "Plan":
        """As `stills.plan`."""
        from stills.planning.plan import make_plan  # the other functions start sooner without it

        wanted = options_from(options, **choices)
        with _opened(video) as file:
            timeline = self._sandbox.scan(file)
            return make_plan(
                timeline, wanted, lambda only: self._sandbox.extract(file, only, _NoSink())
            )


def extract(
    video: Video,
    archive: str | os.PathLike[str],
    options: ExtractionOptions | None = None,
    *,
    contact_sheet_path: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    opened: Opened | None = None,
    **choices: Unpack[Choices],
) -> Manifest:
    """Extracts images from a video into a zip file, and returns its manifest.

    Which images is said by `options` or, instead, by keyword arguments: the fields of
    ExtractionOptions, with `every` for `interval` and `at` for `timestamps`. Without either, one
    image per second. `contact_sheet_path` is a file that the contact sheet is written to as well.
    `opened` is called once, with the description of the video, and `progress` at least once a
    second; both may raise to stop the extraction.

    If it fails, both files are left as they were. Raises InvalidOptions, FileError, VideoError, and
    whatever reading the video, `opened` and `progress` raise.
    """
    with Session() as session:
        return session.extract(
            video,
            archive,
            options,
            contact_sheet_path=contact_sheet_path,
            progress=progress,
            opened=opened,
            **choices,
        )


def probe(video: Video) -> Source:
    """Describes a video after decoding its first picture. Raises FileError, VideoError."""
    with Session() as session:
        return session.probe(video)


def scan(video: Video) -> Timeline:
    """Reads a whole video without decoding it, and returns when its frames and keyframes are on
    screen. Raises FileError, VideoError."""
    with Session() as session:
        return session.scan(video)


def plan(
    video: Video, options: ExtractionOptions | None = None, **choices: Unpack[Choices]
) -> "Plan":
    """Estimates what an extraction with these options would give and take, without doing it. It
    takes the arguments of `extract`. Raises InvalidOptions, FileError, VideoError."""
    with Session() as session:
        return session.plan(video, options, **choices)


class _FileSink(Sink):
    """Stores into a zip file, and the contact sheet into a file of its own too."""

    def __init__(
        self,
        archive: Archive,
        sheet: OutputFile | None,
        progress: Progress | None,
        opened: Opened | None,
    ) -> None:
        self._archive = archive
        self._sheet = sheet
        self._progress = progress
        self._opened = opened

    def store(self, name: str, data: bytes) -> int:
        if self._sheet is not None and name == CONTACT_SHEET:
            self._sheet.add(data)
        return self._archive.store(name, data)

    def opened(self, source: Source, keyframes: int) -> None:
        if self._opened is not None:
            self._opened(source)

    def progress(self, fraction: float, images: int) -> None:
        if self._progress is not None:
            self._progress(fraction, images)


class _NoSink(Sink):
    """Keeps nothing."""

    def store(self, name: str, data: bytes) -> int:
        return 0


@contextmanager
def _opened(video: Video) -> Iterator[BinaryIO]:
    """A path is opened and closed; a file is left open."""
    if isinstance(video, str | os.PathLike):
        with open_video(Path(video)) as file:
            yield file
    else:
        yield video


def _check_targets(video: Video, archive: Path, sheet: Path | None) -> None:
    """Raises CannotWrite if a file would overwrite the video, or one output the other."""
    if isinstance(video, str | os.PathLike):
        for target in filter(None, (archive, sheet)):
            if same_file(target, Path(video)):
                raise CannotWrite(f"{target} is the video itself")
    if sheet is not None and same_file(sheet, archive):
        raise CannotWrite(f"{sheet} is the zip itself")
