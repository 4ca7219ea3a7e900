import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stills.random_access import RandomAccessFile

CONTENT = bytes(range(200))


class MemoryFile(RandomAccessFile):
    """Returns at most `most` bytes at a time, as a network does. `asked` has the ranges that were
    read."""

    def __init__(self, most: int = 1000) -> None:
        super().__init__(len(CONTENT))
        self._most = most
        self.asked: list[tuple[int, int]] = []

    def _read_at(self, position: int, view: memoryview) -> int:
        self.asked.append((position, len(view)))
        part = CONTENT[position : position + min(len(view), self._most)]
        view[: len(part)] = part
        return len(part)


seeks = st.tuples(st.integers(-250, 250), st.sampled_from([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]))


@given(st.lists(st.tuples(seeks, st.integers(0, 250)), max_size=10))
def test_seeking_and_reading_are_those_of_a_file_of_the_same_bytes(
    steps: list[tuple[tuple[int, int], int]],
) -> None:
    file, expected = MemoryFile(), io.BytesIO(CONTENT)

    for (offset, whence), size in steps:
        origin = (0, expected.tell(), len(CONTENT))[whence]
        expected.seek(max(0, origin + offset))

        assert file.seek(offset, whence) == expected.tell()
        assert file.read(size) == expected.read(size)
        assert file.tell() == expected.tell()


@given(most=st.integers(1, 50))
def test_a_source_that_returns_less_than_asked_is_read_to_its_end(most: int) -> None:
    assert io.BufferedReader(MemoryFile(most)).read() == CONTENT


def test_no_read_goes_beyond_the_end() -> None:
    file = MemoryFile()

    file.seek(-5, io.SEEK_END)
    file.read(100)
    file.read(100)

    assert file.asked == [(195, 5)]


def test_seeking_alone_reads_nothing() -> None:
    file = MemoryFile()

    file.seek(0, io.SEEK_END)
    file.seek(10)

    assert file.asked == []


def test_it_is_a_readable_and_seekable_file() -> None:
    file = MemoryFile()

    assert file.readable()
    assert file.seekable()
    assert not file.writable()


def test_the_class_itself_has_no_bytes() -> None:
    with pytest.raises(NotImplementedError):
        RandomAccessFile(1).read(1)
