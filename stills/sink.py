"""Where an extraction puts what it produces."""

from collections.abc import Callable
from typing import Protocol

from stills.manifest import Source

MAX_FILE = 1024 * 1024 * 1024
"""Bytes of an image or an extra."""

Store = Callable[[str, bytes], int]
"""Adds a file of a given name to the archive, and returns the offset of its bytes there."""


class Sink(Protocol):
    """Receives what an extraction produces while it runs. Whatever its methods raise ends the
    extraction. A sink that inherits from this class must only define `store`."""

    def store(self, name: str, data: bytes) -> int:
        """Adds an image or an extra to the archive; as Store."""

    def opened(self, source: Source, keyframes: int) -> None:
        """Called once, before the first image. `keyframes` is how many keyframes are in the
        container's index."""
        return None

    def progress(self, fraction: float, images: int) -> None:
        """Called at least once a second. `fraction`, from 0 to 1, of the wanted span is done, and
        `images` are stored. The end is always reported, as 1."""
        return None
