import io
import os
from typing import BinaryIO, cast

from hypothesis import given
from hypothesis import strategies as st

from stills.sandbox.block_cache import BLOCK, BLOCKS, BlockCache

CONTENT = os.urandom(3 * BLOCK + 100)


def reading(asked: list[int]) -> BlockCache:
    def read(position: int, size: int) -> bytes:
        asked.append(position)
        return CONTENT[position : position + size]

    return BlockCache(len(CONTENT), read)


@given(st.integers(0, len(CONTENT) + 10), st.integers(0, 2 * BLOCK))
def test_any_range_has_the_bytes_of_the_file(position: int, size: int) -> None:
    file = io.BufferedReader(reading([]))

    file.seek(position)

    assert file.read(size) == CONTENT[position : position + size]


def test_a_block_is_read_once() -> None:
    asked: list[int] = []
    file = cast(BinaryIO, reading(asked))

    for position in (0, BLOCK - 10, BLOCK + 5, 7):
        file.seek(position)
        file.read(1)

    assert asked == [0, BLOCK]


def test_the_oldest_blocks_are_discarded() -> None:
    asked: list[int] = []

    def read(position: int, size: int) -> bytes:
        asked.append(position)
        return bytes(size)

    file = BlockCache((BLOCKS + 1) * BLOCK, read)
    while file.read(BLOCK):
        pass
    file.seek(0)
    file.read(1)

    assert asked.count(0) == 2
