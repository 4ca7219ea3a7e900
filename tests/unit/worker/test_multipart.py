import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from worker.multipart import IN_FLIGHT, MIN_PART_SIZE, MultipartUpload, part_size

MAX_PARTS = 10_000
LARGEST_ARCHIVE = 10_000 * 46 * 1000**2
"""10,000 images, the maximum, of 46 MB each."""


class FakeS3:
    """Accepts parts only while `gate` is set, and records them."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.fails_at: int | None = None
        self.parts: dict[int, bytes] = {}
        self.completed: list[dict[str, Any]] | None = None
        self.aborted = False
        self.uploading = 0
        self.most_uploading = 0

    def create_multipart_upload(self, **_: Any) -> dict[str, str]:
        return {"UploadId": "id"}

    def upload_part(self, *, PartNumber: int, Body: bytes, **_: Any) -> dict[str, str]:
        self.uploading += 1
        self.most_uploading = max(self.most_uploading, self.uploading)
        assert self.gate.wait(10)
        self.uploading -= 1
        if PartNumber == self.fails_at:
            raise ConnectionError("no route to S3")
        self.parts[PartNumber] = Body
        return {"ETag": f"tag-{PartNumber}", "ChecksumCRC32": f"crc-{PartNumber}"}

    def complete_multipart_upload(self, *, MultipartUpload: Any, **_: Any) -> None:
        self.completed = MultipartUpload["Parts"]

    def abort_multipart_upload(self, **_: Any) -> None:
        assert not self.uploading, "a part that arrives after the abort would remain"
        self.aborted = True


def upload(s3: FakeS3, bodies: Iterable[bytes]) -> None:
    with MultipartUpload(s3, "images", "a/b/1/images.zip", "application/zip") as upload:  # type: ignore[arg-type]
        for body in bodies:
            upload.add(body)
        upload.complete()


def test_parts_are_completed_in_order() -> None:
    s3 = FakeS3()

    upload(s3, [b"one", b"two", b"three", b"four"])

    assert s3.parts == {1: b"one", 2: b"two", 3: b"three", 4: b"four"}
    assert s3.completed == [
        {"PartNumber": n, "ETag": f"tag-{n}", "ChecksumCRC32": f"crc-{n}"} for n in (1, 2, 3, 4)
    ]
    assert not s3.aborted


def test_an_unfinished_upload_is_aborted_after_its_last_part_has_arrived() -> None:
    s3 = FakeS3()
    s3.gate.clear()

    def stopped_work() -> Iterator[bytes]:
        yield b"one"
        threading.Timer(0.2, s3.gate.set).start()
        raise RuntimeError("the decoder stopped")

    with pytest.raises(RuntimeError, match="decoder"):
        upload(s3, stopped_work())

    assert s3.aborted
    assert s3.completed is None


@pytest.mark.parametrize("part", [pytest.param(2, id="early"), pytest.param(10, id="last")])
def test_a_failed_part_raises_its_error_and_aborts_the_upload(part: int) -> None:
    s3 = FakeS3()
    s3.fails_at = part

    with pytest.raises(ConnectionError):
        upload(s3, [b"part"] * 10)

    assert s3.aborted
    assert s3.completed is None
    assert max(s3.parts) <= part + IN_FLIGHT


def test_a_slow_network_delays_the_work_instead_of_filling_the_memory() -> None:
    s3 = FakeS3()
    s3.gate.clear()
    made = []

    def work() -> Iterator[bytes]:
        for number in range(10):
            made.append(number)
            yield b"part"

    worker = threading.Thread(target=upload, args=(s3, work()))
    worker.start()
    worker.join(0.3)
    assert len(made) == IN_FLIGHT + 1

    s3.gate.set()
    worker.join(10)
    assert len(made) == 10
    assert s3.most_uploading <= IN_FLIGHT


def test_ten_thousand_parts_are_enough_for_the_largest_archive() -> None:
    assert sum(map(part_size, range(1, MAX_PARTS + 1))) > LARGEST_ARCHIVE


def test_parts_are_small_until_there_are_many() -> None:
    assert {part_size(1), part_size(1000)} == {MIN_PART_SIZE}
    assert part_size(1001) == 2 * MIN_PART_SIZE
