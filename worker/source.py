"""Reads a video from S3 by range, without ever holding the file."""

import io
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from worker.errors import SourceChanged, SourceMissing, WorkerError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client

BUFFER_SIZE = 128 * 1024
"""Bytes to read at once; seeks within them cost nothing."""

HOP = 512 * 1024
"""Bytes that are quicker to read over than to open another request behind them."""

ATTEMPTS = 3

_ERRORS: dict[str, type[WorkerError]] = {
    "NoSuchKey": SourceMissing,
    "PreconditionFailed": SourceChanged,
}


class S3Object(io.RawIOBase):
    """One object as a seekable raw file; wrap it in an io.BufferedReader of BUFFER_SIZE.

    Reads on from one open GET and opens another only behind a seek, so that reading in order is
    one request. Every request is held to the version that the first one met. `fetched` counts
    the bytes that came, `requests` the GETs. Raises SourceMissing, SourceChanged, and what
    botocore raises when its retries are used up.
    """

    def __init__(self, s3: "S3Client", bucket: str, key: str) -> None:
        self._s3 = s3
        self._object: dict[str, Any] = {"Bucket": bucket, "Key": key}
        self._position = 0
        self.fetched = 0
        self.requests = 0
        first = self._get()
        self.size: int = first["ContentLength"]
        self._object["IfMatch"] = first["ETag"]
        self._body: StreamingBody = first["Body"]
        self._body_position = 0

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
        data = self._read(size)
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_body"):
            self._body.close()
        super().close()

    def _read(self, size: int) -> bytes:
        for _ in range(ATTEMPTS - 1):
            try:
                return self._read_once(size)
            except BotoCoreError:
                self._reopen()
        return self._read_once(size)

    def _read_once(self, size: int) -> bytes:
        gap = self._position - self._body_position
        if not 0 <= gap <= HOP:
            self._reopen()
        elif gap:
            self._take(gap)
        return self._take(size)

    def _take(self, size: int) -> bytes:
        data = self._body.read(size)
        self._body_position += len(data)
        self.fetched += len(data)
        return data

    def _reopen(self) -> None:
        self._body.close()
        self._body = self._get(Range=f"bytes={self._position}-")["Body"]
        self._body_position = self._position

    def _get(self, **range_: Any) -> Any:
        self.requests += 1
        try:
            return self._s3.get_object(**self._object, **range_)
        except ClientError as error:
            known = _ERRORS.get(error.response["Error"]["Code"])
            if known is None:
                raise
            raise known() from error
