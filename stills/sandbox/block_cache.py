"""A file that is read in blocks. The blocks read last are cached."""

from collections.abc import Callable
from functools import lru_cache

from stills.random_access import RandomAccessFile

BLOCK = 256 * 1024
BLOCKS = 64
"""16 MiB: more than the header of a video of several hours, which every decoder reads again."""


class BlockCache(RandomAccessFile):
    """`read(position, size)` returns the bytes from `position`, fewer than `size` only at the
    end."""

    def __init__(self, size: int, read: Callable[[int, int], bytes]) -> None:
        super().__init__(size)
        self._block = lru_cache(BLOCKS)(lambda number: read(number * BLOCK, BLOCK))

    def _read_at(self, position: int, view: memoryview) -> int:
        number, offset = divmod(position, BLOCK)
        part = self._block(number)[offset : offset + len(view)]
        view[: len(part)] = part
        return len(part)
