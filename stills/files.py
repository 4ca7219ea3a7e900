"""The caller's files: the video that is read, and the files that are written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from stills.errors import CannotRead, CannotWrite, NoSuchFile


def open_video(path: Path) -> BinaryIO:
    """Raises NoSuchFile, CannotRead."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for its writer
            raise CannotRead(f"{path} is not a file")
        return path.open("rb")
    except CannotRead:
        raise
    except FileNotFoundError as error:
        raise NoSuchFile(f"there is no file {path}") from error
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from error


class OutputFile:
    """A file that grows. `add` raises CannotWrite."""

    part_size = 1024 * 1024

    def __init__(self, file: BinaryIO, target: Path) -> None:
        self._file = file
        self._target = target

    def add(self, body: bytes) -> None:
        with _writing(self._target):
            self._file.write(body)


def same_file(one: Path, other: Path) -> bool:
    """Whether both paths are the same file, or would be if they existed."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def replacing(target: Path) -> Iterator[OutputFile]:
    """A file that replaces `target` if the block ends without an exception. Otherwise `target` is
    left as it was. Raises CannotWrite."""
    with _writing(target):
        if target.exists() and not target.is_file():
            raise CannotWrite(f"{target} is not a file")
        # Not named after the target, whose name may be as long as names can be.
        part = target.with_name(f".stills-{os.urandom(8).hex()}.part")
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
    except CannotWrite:
        raise
    except OSError as error:
        raise CannotWrite(f"{target}: {error.strerror}") from error
