"""Reads a video from S3 by range, without ever holding the file."""

import io
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from stills.errors import StillsError
from stills.random_access import RandomAccessFile
from worker.errors import SourceChanged, SourceMissing

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUFFER_SIZE = 128 * 1024
"""Bytes to buffer. Seeks within the buffer cost nothing."""

MIN_WINDOW = 512 * 1024
MAX_WINDOW = 64 * 1024 * 1024
"""Bytes that one GET asks for: few after a seek, and twice as many each time reading continues in
order. So a sparse extraction fetches little, and a dense one needs few requests."""

ATTEMPTS = 3

_ERRORS: dict[str, type[StillsError]] = {
    "404": SourceMissing,  # a HEAD has no body with a code
    "NoSuchKey": SourceMissing,
    "412": SourceChanged,
    "PreconditionFailed": SourceChanged,
}


class S3File(RandomAccessFile):
    """An S3 object as a raw file. Wrap it in an io.BufferedReader of BUFFER_SIZE.

    Every GET requires the version with the `etag` (without quotes), or else that which existed at
    first. `fetched` counts the bytes read, `requests` the GETs; `name` is what its owner calls the
    object. Raises SourceMissing, SourceChanged, and whatever botocore raises after its retries.
    """

    def __init__(
        self, s3: "S3Client", bucket: str, key: str, *, name: str = "", etag: str | None = None
    ) -> None:
        self._s3 = s3
        self.name = name
        self._object: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if etag is not None:
            self._object["IfMatch"] = f'"{etag}"'
        head = self._ask(s3.head_object)
        self._object["IfMatch"] = head["ETag"]
        super().__init__(head["ContentLength"])
        self.fetched = 0
        self.requests = 0
        self._body: Any = io.BytesIO()  # of the window, from _body_position to _window_end
        self._body_position = 0
        self._window_end = 0
        self._window = MIN_WINDOW

    def _read_at(self, position: int, view: memoryview) -> int:
        data = self._read(position, len(view))
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_body"):
            self._body.close()
        super().close()

    def _read(self, position: int, size: int) -> bytes:
        """Continues reading from the open GET if the gap is too short to be worth another one."""
        gap = position - self._body_position
        if not (0 <= gap <= MIN_WINDOW and position < self._window_end):
            self._open(position)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._take_from(position, size)
            except BotoCoreError:
                self._open(position)
        return self._take_from(position, size)

    def _take_from(self, position: int, size: int) -> bytes:
        self._take(position - self._body_position)
        return self._take(size)

    def _take(self, size: int) -> bytes:
        data: bytes = self._body.read(size)
        self._body_position += len(data)
        self.fetched += len(data)
        return data

    def _open(self, position: int) -> None:
        in_order = 0 <= position - self._window_end <= MIN_WINDOW
        self._window = min(2 * self._window, MAX_WINDOW) if in_order else MIN_WINDOW
        self._window_end = min(position + self._window, self.size)
        self._body.close()
        range_ = f"bytes={position}-{self._window_end - 1}"
        self._body = self._ask(self._s3.get_object, Range=range_)["Body"]
        self._body_position = position
        self.requests += 1

    def _ask(self, operation: Any, **parameters: str) -> Any:
        try:
            return operation(**self._object, **parameters)
        except ClientError as error:
            known = _ERRORS.get(error.response["Error"]["Code"])
            if known is None:
                raise
            raise known() from error
