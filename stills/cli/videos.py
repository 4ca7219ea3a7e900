"""Finds the videos that the arguments of a command name."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stills.cli.failures import Failure
from stills.demux.formats import demuxer_for
from stills.errors import CannotRead, NoSuchFile

VIDEO_SUFFIXES = {
    ".3g2", ".3gp", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".gif", ".h264", ".h265",
    ".hevc", ".ivf", ".m1v", ".m2t", ".m2ts", ".m2v", ".m4v", ".mjpeg", ".mjpg", ".mkv", ".mov",
    ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogm", ".ogv", ".qt", ".vob", ".webm", ".wmv",
    ".y4m",
}  # fmt: skip
"""Files in a folder with these suffixes are taken in any case, so that damaged ones are reported.
Others are taken if they look like videos: `.ts` may be TypeScript."""

OTHER_SUFFIXES = {
    ".aac", ".avif", ".flac", ".heic", ".heif", ".m4a", ".m4b", ".mka", ".mp3", ".oga", ".ogg",
    ".opus", ".png", ".wav", ".webp", ".wma",
}  # fmt: skip
"""Pictures and sound, some of which are in containers of videos."""


@dataclass(frozen=True)
class Videos:
    """`paths` has each video once. `unreadable` has the folders that could not be searched."""

    paths: list[Path]
    unreadable: list[Failure]


def find_videos(arguments: Iterable[Path], *, in_folders: bool) -> Videos:
    """The files among `arguments` and, if `in_folders`, the videos in the folders among them."""
    paths: dict[str, Path] = {}
    unreadable: list[Failure] = []
    for argument in arguments:
        if not os.path.isdir(argument):
            paths.setdefault(location(argument), argument)
        elif in_folders:
            for path in _videos_in(argument, unreadable):
                paths.setdefault(location(path), path)
        else:
            unreadable.append(Failure(argument, _is_a_folder(argument)))
    if not paths and not unreadable:
        raise NoSuchFile("there are no videos in the folder")
    return Videos(list(paths.values()), unreadable)


def one_video(arguments: Sequence[Path]) -> Path:
    """The only argument. Raises CannotRead if it is a folder."""
    [path] = arguments
    if os.path.isdir(path):
        raise _is_a_folder(path)
    return path


def location(path: Path) -> str:
    """The same for all ways to write a path. Links to files count as different files."""
    return os.path.join(os.path.realpath(path.parent), path.name)


def _is_a_folder(path: Path) -> CannotRead:
    return CannotRead(f"{path} is a folder: add -r to take the videos in it")


def _videos_in(folder: Path, unreadable: list[Failure]) -> Iterator[Path]:
    """The videos in a folder and the folders in it, in the order of their names. Hidden files and
    folders are left out, and links to folders are not followed, for they may lead in circles."""

    def note(error: OSError) -> None:
        reason = f"{error.filename}: {error.strerror}"
        unreadable.append(Failure(Path(error.filename), CannotRead(reason)))

    for parent, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and _is_video(path):
                yield path


def _is_video(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES or not os.path.isfile(path):
        return False
    return suffix in VIDEO_SUFFIXES or _has_content_of_a_video(path)


def _has_content_of_a_video(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return demuxer_for(file) is not None
    except OSError:
        return False
