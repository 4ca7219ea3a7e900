"""Uploads one S3 object in parts, beside the work that makes them."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

MIN_PART_SIZE = 8 * 1024 * 1024
PARTS_OF_ONE_SIZE = 1000
IN_FLIGHT = 2
"""Parts held while they are uploaded, so that memory stays flat when the network is slow."""


def part_size(number: int) -> int:
    """Bytes of part `number`, counted from 1.

    Doubles every 1000 parts: 10,000 of them, S3's limit, hold more than S3's largest object,
    while an archive of 8 GB still goes up in parts of 8 MiB.
    """
    return MIN_PART_SIZE << ((number - 1) // PARTS_OF_ONE_SIZE)


class MultipartUpload:
    """Leaving the block without `complete` aborts, and leaves no object and no parts behind.

    A part that fails raises from a later `add` or from `complete`.
    """

    def __init__(self, s3: "S3Client", bucket: str, key: str, content_type: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._key = key
        self._content_type = content_type
        self._started = 0
        self._uploads: deque[Future[CompletedPartTypeDef]] = deque()
        self._parts: list[CompletedPartTypeDef] = []
        self._completed = False

    @property
    def part_size(self) -> int:
        """Bytes that the next part shall have at least."""
        return part_size(self._started + 1)

    def __enter__(self) -> Self:
        upload = self._s3.create_multipart_upload(
            Bucket=self._bucket,
            Key=self._key,
            ContentType=self._content_type,
            ChecksumAlgorithm="CRC32",
        )
        self._id = upload["UploadId"]
        self._threads = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="upload")
        return self

    def add(self, body: bytes) -> None:
        """Uploads the next part in the background; waits while too many are under way."""
        while len(self._uploads) >= IN_FLIGHT:
            self._parts.append(self._uploads.popleft().result())
        self._started += 1
        self._uploads.append(self._threads.submit(self._upload, self._started, body))

    def complete(self) -> None:
        self._parts.extend(upload.result() for upload in self._uploads)
        self._s3.complete_multipart_upload(
            Bucket=self._bucket,
            Key=self._key,
            UploadId=self._id,
            MultipartUpload={"Parts": self._parts},
        )
        self._completed = True

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A part that lands after the abort would stay and be paid for: wait for those under way.
        self._threads.shutdown(cancel_futures=True)
        if not self._completed:
            self._s3.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=self._id)

    def _upload(self, number: int, body: bytes) -> "CompletedPartTypeDef":
        part = self._s3.upload_part(
            Bucket=self._bucket,
            Key=self._key,
            UploadId=self._id,
            PartNumber=number,
            Body=body,
            ChecksumAlgorithm="CRC32",
        )
        return {
            "PartNumber": number,
            "ETag": part["ETag"],
            "ChecksumCRC32": part["ChecksumCRC32"],
        }
