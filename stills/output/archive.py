"""The archive: a zip of images, written as a stream of parts."""

import io
from typing import Protocol
from zipfile import ZIP_STORED, ZipFile, ZipInfo

READABLE_BY_ALL = 0o644 << 16


class Upload(Protocol):
    """Receives the archive in parts. The next part has at least `part_size` bytes."""

    @property
    def part_size(self) -> int: ...

    def add(self, body: bytes) -> None: ...


class Archive:
    """A zip whose entries are stored, not deflated, so that each is one byte range of the file.

    The same entries in the same order give the same bytes. Only whole entries are passed on,
    because zipfile goes back to the header of the entry that it has just written.
    """

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._tail = _Tail()
        self._zip = ZipFile(self._tail, "w", ZIP_STORED)

    def store(self, name: str, data: bytes) -> int:
        """Appends an entry, and returns the offset of its data in the archive, in bytes."""
        entry = ZipInfo(name)  # dated 1980-01-01
        entry.external_attr = READABLE_BY_ALL
        entry.file_size = len(data)
        with self._zip.open(entry, "w") as file:
            offset = self._tail.tell()
            file.write(data)
        if self._tail.size >= self._upload.part_size:
            self._upload.add(self._tail.take())
        return offset

    def finish(self) -> int:
        """Writes the directory, passes on the last part, and returns the size of the archive."""
        self._zip.close()
        size = self._tail.tell()
        self._upload.add(self._tail.take())
        return size

    def close(self) -> None:
        """Abandons an unfinished archive, which ZipFile would otherwise write to much later."""
        self._zip.close()


class _Tail(io.BytesIO):
    """The end of a growing file, addressed by its positions in that file. Its beginning has been
    passed on already."""

    _taken = 0

    @property
    def size(self) -> int:
        """Bytes that have not been passed on."""
        return self.getbuffer().nbytes

    def tell(self) -> int:
        return self._taken + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = self._taken if whence == io.SEEK_SET else 0
        return self._taken + super().seek(offset - base, whence)

    def take(self) -> bytes:
        data = self.getvalue()
        self._taken += len(data)
        super().seek(0)
        self.truncate()
        return data
