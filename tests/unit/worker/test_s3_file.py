import io
import random
from typing import Any

import pytest
from botocore.exceptions import ClientError, ResponseStreamingError
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import SourceChanged, SourceMissing
from worker.s3_file import ATTEMPTS, BUFFER_SIZE, MIN_WINDOW, S3File

CONTENT = random.Random(2).randbytes(8 * MIN_WINDOW)


class FakeBody(io.BytesIO):
    """Breaks after `until` bytes, as a connection may."""

    def __init__(self, data: bytes, until: int) -> None:
        super().__init__(data)
        self._until = until

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self._until:
            raise ResponseStreamingError(error="connection broken")
        return super().read(size)


class FakeS3:
    def __init__(self, content: bytes = CONTENT) -> None:
        self.content: bytes | None = content
        self.etag = "first"
        self.breaks: list[int] = []
        self.ranges: list[str] = []

    def head_object(self, **_: Any) -> dict[str, Any]:
        if self.content is None:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return {"ContentLength": len(self.content), "ETag": self.etag}

    def get_object(self, *, Range: str, IfMatch: str, **_: Any) -> dict[str, Any]:
        self.ranges.append(Range.removeprefix("bytes="))
        if self.content is None:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        if IfMatch != self.etag:
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "GetObject")
        first, last = map(int, self.ranges[-1].split("-"))
        assert first <= last < len(self.content), "S3 answers InvalidRange"
        data = self.content[first : last + 1]
        return {"Body": FakeBody(data, self.breaks.pop(0) if self.breaks else len(data) + 1)}


def open_from(s3: FakeS3) -> S3File:
    return S3File(s3, "videos", "user/video/source")  # type: ignore[arg-type]


def test_reading_in_order_doubles_the_size_of_each_request() -> None:
    s3 = FakeS3()

    with open_from(s3) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        content = b"".join(iter(lambda: video.read(10_000), b""))

    assert content == CONTENT
    sizes = [int(last) - int(first) + 1 for first, last in (r.split("-") for r in s3.ranges)]
    assert sizes == [2 * MIN_WINDOW, 4 * MIN_WINDOW, 2 * MIN_WINDOW]
    assert source.fetched == len(CONTENT)
    assert source.requests == len(sizes)


def test_the_first_request_after_a_seek_is_small() -> None:
    s3 = FakeS3()
    target = 5 * MIN_WINDOW

    with open_from(s3) as source:
        source.read(1000)
        source.seek(target)
        assert source.read(1000) == CONTENT[target : target + 1000]

    assert s3.ranges[1:] == [f"{target}-{target + MIN_WINDOW - 1}"]
    assert source.fetched == 2000


def test_a_short_skip_forward_continues_the_same_request() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        source.read(10)
        source.seek(MIN_WINDOW)
        assert source.read(10) == CONTENT[MIN_WINDOW : MIN_WINDOW + 10]

    assert len(s3.ranges) == 1


def test_a_seek_alone_makes_no_request() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        assert source.seek(0, io.SEEK_END) == len(CONTENT)
        source.seek(0)

    assert s3.ranges == []


@given(
    st.lists(
        st.tuples(st.integers(0, len(CONTENT) + 10), st.integers(0, 2 * MIN_WINDOW)), max_size=8
    )
)
def test_reads_at_any_position_return_the_bytes_of_the_file(reads: list[tuple[int, int]]) -> None:
    file = io.BytesIO(CONTENT)

    with open_from(FakeS3()) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        for position, size in reads:
            assert video.seek(position) == file.seek(position)
            assert video.read(size) == file.read(size)
            assert video.tell() == file.tell()


def test_a_broken_connection_is_resumed_where_it_broke() -> None:
    s3 = FakeS3()
    s3.breaks = [3 * BUFFER_SIZE, BUFFER_SIZE]

    with open_from(s3) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        assert video.read() == CONTENT

    starts = [range_.split("-")[0] for range_ in s3.ranges]
    assert starts[:3] == ["0", str(3 * BUFFER_SIZE), str(4 * BUFFER_SIZE)]


def test_a_connection_that_breaks_every_time_raises_its_error() -> None:
    s3 = FakeS3()
    s3.breaks = [0] * (ATTEMPTS + 1)

    with open_from(s3) as source, pytest.raises(ResponseStreamingError):
        source.read(10)

    assert len(s3.ranges) == ATTEMPTS


def test_a_missing_object_is_a_missing_source() -> None:
    s3 = FakeS3()
    s3.content = None

    with pytest.raises(SourceMissing):
        open_from(s3)


def test_an_object_that_is_deleted_while_it_is_read_is_a_missing_source() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        s3.content = None
        source.seek(-10, io.SEEK_END)
        with pytest.raises(SourceMissing):
            source.read(10)


def test_an_object_that_is_replaced_while_it_is_read_is_a_changed_source() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        s3.etag = "second"
        source.seek(-10, io.SEEK_END)
        with pytest.raises(SourceChanged):
            source.read(10)


def test_an_empty_object_reads_as_empty() -> None:
    with open_from(FakeS3(b"")) as source:
        assert source.read() == b""
