"""Uploads an S3 object in parts, in threads alongside the work that makes them."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

from botocore.exceptions import ClientError

from worker.errors import StoredBefore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

MIN_PART_SIZE = 8 * 1024 * 1024
PARTS_OF_ONE_SIZE = 1000
IN_FLIGHT = 2
"""How many parts may be uploading, so that a slow network does not fill the memory."""

_STORED_BEFORE = ("PreconditionFailed", "ConditionalRequestConflict")
"""With the second, another run is storing it at this moment, or something has just deleted it."""


def part_size(number: int) -> int:
    """Bytes of part `number`, counted from 1.

    Grows by 8 MiB every 1000 parts: an archive of up to 8 GB is uploaded in parts of 8 MiB, and
    10,000 parts, S3's limit, hold 461 GB, more than can be uploaded before the function's timeout.
    """
    return MIN_PART_SIZE * (1 + (number - 1) // PARTS_OF_ONE_SIZE)


class MultipartUpload:
    """If the block is left without `complete`, the upload is aborted, and no object and no parts
    remain. The error of a part is raised by a later `add` or by `complete`.
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
        """The next part must have at least so many bytes."""
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
        """Uploads the next part in the background, and waits while too many are being uploaded."""
        while len(self._uploads) >= IN_FLIGHT:
            self._parts.append(self._uploads.popleft().result())
        self._started += 1
        self._uploads.append(self._threads.submit(self._upload, self._started, body))

    def complete(self) -> None:
        """Raises StoredBefore if there is an object with the key, or was a moment ago."""
        self._parts.extend(upload.result() for upload in self._uploads)
        try:
            self._s3.complete_multipart_upload(
                Bucket=self._bucket,
                Key=self._key,
                UploadId=self._id,
                MultipartUpload={"Parts": self._parts},
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _STORED_BEFORE:
                raise StoredBefore from error
            raise
        self._completed = True

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A part that arrives after the abort would remain and be paid for, so wait for all of them.
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
