import io
import random
import struct
from dataclasses import dataclass, field
from zipfile import ZIP_STORED, ZipFile
from zlib import crc32

from stills.output.archive import Archive
from worker.multipart import MIN_PART_SIZE

PART_SIZE = 10_000
DATA_DESCRIPTOR = 0x08


@dataclass
class FakeUpload:
    part_size: int = PART_SIZE
    parts: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> None:
        self.parts.append(body)

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)


def images(count: int) -> dict[str, bytes]:
    rng = random.Random(1)
    return {f"frame_{i:06}.jpg": rng.randbytes(rng.randrange(3_000)) for i in range(count)}


def write(upload: FakeUpload, entries: dict[str, bytes]) -> tuple[dict[str, int], int]:
    archive = Archive(upload)
    offsets = {name: archive.store(name, data) for name, data in entries.items()}
    return offsets, archive.finish()


def test_offset_and_size_give_the_byte_range_of_an_image() -> None:
    upload, entries = FakeUpload(), images(100)

    offsets, size = write(upload, entries)

    assert len(upload.body) == size
    for name, data in entries.items():
        assert upload.body[offsets[name] : offsets[name] + len(data)] == data


def test_the_archive_is_a_valid_zip_of_uncompressed_entries() -> None:
    upload, entries = FakeUpload(), images(100)

    write(upload, entries)

    with ZipFile(io.BytesIO(upload.body)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == entries
        assert {info.compress_type for info in archive.infolist()} == {ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(info.flag_bits & DATA_DESCRIPTOR for info in archive.infolist())


def test_local_headers_have_checksum_and_sizes_for_readers_that_stream() -> None:
    upload = FakeUpload()

    write(upload, {"a.jpg": b"image"})

    assert struct.unpack_from("<III", upload.body, 14) == (crc32(b"image"), 5, 5)


def test_the_same_images_give_the_same_bytes() -> None:
    first, second = FakeUpload(), FakeUpload()

    write(first, images(20))
    write(second, images(20))

    assert first.body == second.body


def test_parts_contain_whole_entries_and_no_more_than_necessary() -> None:
    upload, entries = FakeUpload(), images(100)
    largest = max(map(len, entries.values())) + 200

    write(upload, entries)

    assert len(upload.parts) > 10
    for part in upload.parts[:-1]:
        assert part.startswith(b"PK\x03\x04")
        assert PART_SIZE <= len(part) <= PART_SIZE + largest


def test_an_archive_without_images_is_a_valid_zip() -> None:
    upload = FakeUpload()

    _, size = write(upload, {})

    assert size == len(upload.body)
    assert ZipFile(io.BytesIO(upload.body)).namelist() == []


@dataclass
class ForgetfulUpload:
    """Keeps only the last part, so that a test can write an archive of more than 4 GiB."""

    part_size: int = MIN_PART_SIZE
    size: int = 0
    last: bytes = b""

    def add(self, body: bytes) -> None:
        self.size += len(body)
        self.last = body


def test_an_archive_of_more_than_4_gib_is_a_zip64() -> None:
    beyond = 4 * 1024**3
    upload, image = ForgetfulUpload(), bytes(64 * 1024**2)
    archive = Archive(upload)

    offset = 0
    while offset < beyond:
        offset = archive.store(f"{offset}.jpg", image)
    size = archive.finish()

    assert size == upload.size > beyond
    assert b"PK\x06\x06" in upload.last, "the end of a zip64 directory"


def test_an_archive_that_is_closed_early_uploads_nothing() -> None:
    upload = FakeUpload()
    archive = Archive(upload)
    archive.store("a.jpg", b"image")

    archive.close()

    assert upload.parts == []
