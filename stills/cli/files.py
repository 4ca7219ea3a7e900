"""The files of a command: the video that it reads, and those that it writes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from stills.cli.errors import CommandError


def open_video(path: Path) -> BinaryIO:
    """Raises CommandError."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for its writer
            raise CommandError("cannot_read", f"{path} is not a file")
        return path.open("rb")
    except FileNotFoundError as error:
        raise CommandError("no_such_file", f"there is no file {path}") from error
    except OSError as error:
        raise CommandError("cannot_read", f"{path}: {error.strerror}") from error


class OutputFile:
    """Takes a file as it grows, as the worker's upload does. Writing raises CommandError."""

    part_size = 1024 * 1024

    def __init__(self, file: BinaryIO, target: Path) -> None:
        self._file = file
        self._target = target

    def add(self, body: bytes) -> None:
        with _writing(self._target):
            self._file.write(body)


def same_file(one: Path, other: Path) -> bool:
    """Whether both are one file, or would be."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def replacing(target: Path) -> Iterator[OutputFile]:
    """A file that takes the place of `target` when the block ends well; otherwise all is left
    as it was. Raises CommandError."""
    with _writing(target):
        if target.exists() and not target.is_file():
            raise CommandError("cannot_write", f"{target} is not a file")
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        file = part.open("xb")
    try:
        with file:
            yield OutputFile(file, target)
            with _writing(target):
                file.flush()
        with _writing(target):
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError("cannot_write", f"{target}: {error.strerror}") from error
