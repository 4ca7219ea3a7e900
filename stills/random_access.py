"""A file whose bytes come from somewhere else."""

import io
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class RandomAccessFile(io.RawIOBase):
    """A seekable raw file of `size` bytes that never change. Subclasses read them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, origin + offset)
        return self._position

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        size = min(len(view), self.size - self._position)
        if size <= 0:
            return 0
        read = self._read_at(self._position, view[:size])
        self._position += read
        return read

    def _read_at(self, position: int, view: memoryview) -> int:
        """Fills `view`, or its beginning, with the bytes from `position`, and returns how many. All
        of `view` is within the file."""
        raise NotImplementedError


def read_fully(file: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer only at the end of the file. A raw file may give fewer at a
    time."""
    data = bytearray()
    while len(data) < size and (part := file.read(size - len(data))):
        data += part
    return bytes(data)
