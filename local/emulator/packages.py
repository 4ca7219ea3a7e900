"""Deployment packages that were built for a platform other than this machine's."""

import functools
import io
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import PurePosixPath


@functools.lru_cache(maxsize=16)
def without_foreign_binaries(
    code: bytes, loadable: tuple[str, ...] = tuple(EXTENSION_SUFFIXES)
) -> bytes:
    """Returns the zip without the top-level packages that contain a compiled module for another
    interpreter or platform: one whose suffix is not in `loadable`."""
    source = zipfile.ZipFile(io.BytesIO(code))
    foreign = {_top(name) for name in source.namelist() if _is_foreign(name, loadable)}
    if not foreign:
        return code
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as target:
        for name in source.namelist():
            if _top(name) not in foreign:
                target.writestr(source.getinfo(name), source.read(name))
    return kept.getvalue()


def _top(name: str) -> str:
    return PurePosixPath(name).parts[0]


def _is_foreign(name: str, loadable: tuple[str, ...]) -> bool:
    tagged = [suffix for suffix in loadable if ".cpython-" in suffix]
    file = PurePosixPath(name).name
    return file.endswith(".so") and ".cpython-" in file and not file.endswith(tuple(tagged))
