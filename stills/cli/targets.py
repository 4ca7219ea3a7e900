"""Names the files that are written for each of many videos."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from stills.cli.videos import location
from stills.errors import CannotWrite, InvalidOptions

MAX_NAME = 255
"""Bytes in the name of a file."""


def folder_at(path: str, flag: str, file_suffixes: Sequence[str]) -> Path:
    """The folder at a path, which is made if it does not exist. A path that looks like that of a
    file is refused. Raises InvalidOptions, CannotWrite."""
    folder = Path(path)
    if not folder.is_dir() and folder.suffix.lower() in file_suffixes:
        raise InvalidOptions(f"{flag}: must be a folder for several videos, not {path!r}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror}") from error
    return folder


def archive_paths(videos: Sequence[Path], folder: Path) -> list[Path]:
    """A zip in the folder for each video, named after it. Of videos with the same name, the second
    gets `-2` after it, and so on. No zip replaces another one or a video."""
    return [folder / name for name in _distinct_names(videos, folder)]


def _distinct_names(videos: Sequence[Path], folder: Path) -> Iterator[str]:
    given = {_key(_named(path.stem)) for path in videos}
    used = {_key(path.name) for path in videos if location(folder / path.name) == location(path)}
    for path in videos:
        name = _named(path.stem)
        if _key(name) in used:
            numbered = (_named(path.stem, f"-{number}") for number in count(2))
            name = next(each for each in numbered if _key(each) not in given | used)
        used.add(_key(name))
        yield name


def _named(stem: str, ending: str = "") -> str:
    """The name of a zip, as much of the stem as fits."""
    ending += ".zip"
    while len(os.fsencode(stem + ending)) > MAX_NAME:
        stem = stem[:-1]
    return stem + ending


def _key(name: str) -> str:
    """The same for names that some file systems do not distinguish."""
    return unicodedata.normalize("NFC", name).casefold()
