"""Shows whether the inputs of a deployment have changed."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def fingerprint(paths: Iterable[Path], *settings: object) -> str:
    """A hash of the settings and of each file's path and content. A directory stands for all files
    below it; links are followed, and `__pycache__` is skipped."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in paths:
        for file in sorted(_files(path)):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            digest.update(f"{file.relative_to(path.parent)} {content}\n".encode())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for child in path.iterdir():
            if child.name != "__pycache__":
                yield from _files(child)
    elif path.exists():
        yield path
