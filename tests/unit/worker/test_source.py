import io
import random
from typing import Any

import pytest
from botocore.exceptions import ClientError, ResponseStreamingError
from hypothesis import given
from hypothesis import strategies as st

from worker.errors import SourceChanged, SourceMissing
from worker.source import ATTEMPTS, BUFFER_SIZE, HOP, S3Object

CONTENT = random.Random(2).randbytes(4 * HOP)


class FakeBody(io.BytesIO):
    """Breaks off after `until` bytes, as a connection does."""

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
        self.ranges: list[str | None] = []

    def get_object(self, **request: Any) -> dict[str, Any]:
        self.ranges.append(request.get("Range"))
        if self.content is None:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        if request.get("IfMatch", self.etag) != self.etag:
            raise ClientError({"Error": {"Code": "PreconditionFailed"}}, "GetObject")
        start = int(request.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        data = self.content[start:]
        until = self.breaks.pop(0) if self.breaks else len(data) + 1
        return {"Body": FakeBody(data, until), "ContentLength": len(data), "ETag": self.etag}


def open_from(s3: FakeS3) -> S3Object:
    return S3Object(s3, "videos", "user/video/source")  # type: ignore[arg-type]


def test_reading_in_order_is_one_request() -> None:
    s3 = FakeS3()

    with open_from(s3) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        content = b"".join(iter(lambda: video.read(10_000), b""))

    assert content == CONTENT
    assert s3.ranges == [None]
    assert source.fetched == len(CONTENT)


def test_a_seek_fetches_from_there_and_not_what_lies_between() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        source.seek(-1000, io.SEEK_END)
        assert source.read(1000) == CONTENT[-1000:]

    assert s3.ranges == [None, f"bytes={len(CONTENT) - 1000}-"]
    assert source.fetched == 1000


def test_a_short_hop_forward_reads_on() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        source.seek(HOP)
        assert source.read(10) == CONTENT[HOP : HOP + 10]

    assert s3.ranges == [None]


def test_a_seek_alone_asks_for_nothing() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        assert source.seek(0, io.SEEK_END) == len(CONTENT)
        source.seek(0)
        source.read(10)

    assert s3.ranges == [None]


@given(
    st.lists(
        st.tuples(st.integers(0, len(CONTENT) + 10), st.integers(0, 2 * BUFFER_SIZE)), max_size=8
    )
)
def test_reads_anywhere_are_those_of_a_file(reads: list[tuple[int, int]]) -> None:
    file = io.BytesIO(CONTENT)

    with open_from(FakeS3()) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        for position, size in reads:
            assert video.seek(position) == file.seek(position)
            assert video.read(size) == file.read(size)
            assert video.tell() == file.tell()


def test_a_broken_connection_is_taken_up_where_it_broke() -> None:
    s3 = FakeS3()
    s3.breaks = [3 * BUFFER_SIZE, BUFFER_SIZE]

    with open_from(s3) as source, io.BufferedReader(source, BUFFER_SIZE) as video:
        assert video.read() == CONTENT

    assert s3.ranges == [None, f"bytes={3 * BUFFER_SIZE}-", f"bytes={4 * BUFFER_SIZE}-"]


def test_a_connection_that_breaks_every_time_raises() -> None:
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


def test_an_object_deleted_meanwhile_is_a_missing_source() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        s3.content = None
        source.seek(-10, io.SEEK_END)
        with pytest.raises(SourceMissing):
            source.read(10)


def test_an_object_replaced_meanwhile_is_a_changed_source() -> None:
    s3 = FakeS3()

    with open_from(s3) as source:
        s3.etag = "second"
        source.seek(-10, io.SEEK_END)
        with pytest.raises(SourceChanged):
            source.read(10)


def test_an_empty_object_reads_as_empty() -> None:
    with open_from(FakeS3(b"")) as source:
        assert source.read() == b""
