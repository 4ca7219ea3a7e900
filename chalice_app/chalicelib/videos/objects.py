"""The two buckets: presigned URLs, uploads, and reading, moving and deleting objects."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.errors import PartsMismatch, Unavailable
from chalicelib.limits import URL_LIFETIME
from chalicelib.videos.model import Video
from contracts import keys
from contracts.downloads import content_disposition
from stills import manifest as manifests
from stills.manifest import Manifest

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        CompletedPartTypeDef,
        CopySourceTypeDef,
        HeadObjectOutputTypeDef,
        ObjectIdentifierTypeDef,
    )

_EXPIRES = int(URL_LIFETIME.total_seconds())
_ABSENT = ("404", "NoSuchKey", "NotFound", "NoSuchUpload")
_INVALID_PARTS = ("InvalidPart", "InvalidPartOrder", "EntityTooSmall")
_REPLACED = ("412", "PreconditionFailed")


@dataclass(frozen=True)
class Part:
    """A part of a multipart upload that S3 has. `size` is in bytes."""

    number: int
    size: int
    etag: str


@dataclass(frozen=True)
class StoredVideo:
    """`size` is in bytes; the `etag` has no quotes."""

    size: int
    etag: str


class ObjectStore:
    def __init__(self, s3: "S3Client", videos_bucket: str, images_bucket: str) -> None:
        self._s3 = s3
        self._videos = videos_bucket
        self._images = images_bucket

    def presign_post(self, key: str, size: int) -> tuple[str, dict[str, str]]:
        """The URL and form fields of a POST that S3 accepts only with exactly `size` bytes."""
        answer = self._s3.generate_presigned_post(
            self._videos,
            key,
            Conditions=[["content-length-range", size, size]],
            ExpiresIn=_EXPIRES,
        )
        return answer["url"], answer["fields"]

    def start_multipart(self, key: str) -> str:
        return self._s3.create_multipart_upload(Bucket=self._videos, Key=key)["UploadId"]

    def presign_part(self, key: str, upload_id: str, number: int) -> str:
        return self._s3.generate_presigned_url(
            "upload_part",
            {"Bucket": self._videos, "Key": key, "UploadId": upload_id, "PartNumber": number},
            ExpiresIn=_EXPIRES,
        )

    def parts(self, key: str, upload_id: str) -> list[Part] | None:
        """The parts that S3 has, in order; None if the upload was completed or aborted."""
        pages = self._s3.get_paginator("list_parts").paginate(
            Bucket=self._videos, Key=key, UploadId=upload_id
        )
        try:
            return [
                Part(part["PartNumber"], part["Size"], part["ETag"].strip('"'))
                for page in pages
                for part in page.get("Parts", [])
            ]
        except ClientError as error:
            if error.response["Error"]["Code"] in _ABSENT:
                return None
            raise

    def complete_multipart(self, key: str, upload_id: str, parts: list[Part]) -> None:
        """An upload that was completed or aborted in the meantime is not an error. Raises
        PartsMismatch if a part was replaced in the meantime, or is too small."""
        listed: list[CompletedPartTypeDef] = [
            {"PartNumber": part.number, "ETag": part.etag} for part in parts
        ]
        try:
            self._s3.complete_multipart_upload(
                Bucket=self._videos,
                Key=key,
                UploadId=upload_id,
                MultipartUpload={"Parts": listed},
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _INVALID_PARTS:
                raise PartsMismatch("A part was replaced or is invalid; try again.") from error
            if code not in _ABSENT:
                raise

    def abort_multipart(self, key: str, upload_id: str) -> None:
        """An upload that no longer exists is not an error."""
        self._abort(self._videos, key, upload_id)

    def _abort(self, bucket: str, key: str, upload_id: str) -> None:
        with _absence_ignored():
            self._s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)

    def abort_uploads(self, prefix: str) -> None:
        """Aborts every multipart upload whose key has the prefix: of a video, or of an archive
        whose worker was killed."""
        for bucket in (self._videos, self._images):
            pages = self._s3.get_paginator("list_multipart_uploads").paginate(
                Bucket=bucket, Prefix=prefix
            )
            for page in pages:
                for upload in page.get("Uploads", []):
                    self._abort(bucket, upload["Key"], upload["UploadId"])

    def video(self, key: str) -> StoredVideo | None:
        """None if the object does not exist."""
        head = self._head(Bucket=self._videos, Key=key)
        if head is None:
            return None
        return StoredVideo(head["ContentLength"], head["ETag"].strip('"'))

    def move_from_inbox(self, inbox_key: str, etag: str, key: str) -> bool:
        """Moves an object within the videos bucket, if it still has the `etag` (without quotes).

        False if it was deleted or replaced in the meantime; a replacement stays where it is.
        """
        from s3transfer.manager import TransferManager  # slow to import, and only needed here

        source: CopySourceTypeDef = {"Bucket": self._videos, "Key": inbox_key}
        condition = {"CopySourceIfMatch": f'"{etag}"'}
        try:
            with TransferManager(self._s3) as transfers:
                transfers.copy(source, self._videos, key, extra_args=condition).result()
        except ClientError as error:
            if error.response["Error"]["Code"] in (*_ABSENT, *_REPLACED):
                return self.video(key) is not None
            raise
        self.delete_from_inbox(inbox_key, etag)
        return True

    def delete_from_inbox(self, inbox_key: str, etag: str) -> None:
        """Deletes an object if it still has the `etag` (without quotes)."""
        try:
            self._s3.delete_object(Bucket=self._videos, Key=inbox_key, IfMatch=f'"{etag}"')
        except ClientError as error:
            if error.response["Error"]["Code"] not in (*_ABSENT, *_REPLACED):
                raise

    def manifest(self, key: str) -> Manifest | None:
        """None if the object does not exist."""
        body = self._read(Bucket=self._images, Key=key)
        return None if body is None else manifests.decode(body)

    def read_range(self, key: str, offset: int, size: int) -> bytes | None:
        """None if the object does not exist."""
        span = f"bytes={offset}-{offset + size - 1}"
        return self._read(Bucket=self._images, Key=key, Range=span)

    def archive_exists(self, key: str) -> bool:
        return self._head(Bucket=self._images, Key=key) is not None

    def presign_archive(self, key: str, file_name: str) -> str:
        """A URL that downloads the archive under a file name."""
        disposition = content_disposition(file_name)
        return self._s3.generate_presigned_url(
            "get_object",
            {"Bucket": self._images, "Key": key, "ResponseContentDisposition": disposition},
            ExpiresIn=_EXPIRES,
        )

    def mark_canceled(self, video: Video) -> None:
        """Stops the present attempt at the video's latest extraction."""
        key = keys.canceled(video.user_id, video.video_id, video.extraction, video.attempt)
        self._s3.put_object(Bucket=self._images, Key=key, Body=b"")

    def delete_video(self, key: str) -> None:
        self._s3.delete_object(Bucket=self._videos, Key=key)

    def delete_all(self, prefix: str, *, keep: Callable[[str], bool]) -> None:
        """Deletes every object under a prefix of either bucket, except the keys to `keep`."""
        for bucket in (self._videos, self._images):
            self._delete(bucket, prefix, keep)

    def delete_images(self, prefix: str, *, keep: Callable[[str], bool]) -> None:
        self._delete(self._images, prefix, keep)

    def _delete(self, bucket: str, prefix: str, keep: Callable[[str], bool]) -> None:
        for batch in self._keys(bucket, prefix):
            unwanted: list[ObjectIdentifierTypeDef] = [
                {"Key": key} for key in batch if not keep(key)
            ]
            if unwanted:
                answer = self._s3.delete_objects(
                    Bucket=bucket, Delete={"Objects": unwanted, "Quiet": True}
                )
                if answer.get("Errors"):
                    raise Unavailable("Not all files could be deleted; try again.")

    def _read(self, **request: Any) -> bytes | None:
        with _absence_ignored():
            return self._s3.get_object(**request)["Body"].read()
        return None

    def _head(self, **request: Any) -> "HeadObjectOutputTypeDef | None":
        with _absence_ignored():
            return self._s3.head_object(**request)
        return None

    def _keys(self, bucket: str, prefix: str) -> Iterator[list[str]]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for page in pages:
            yield [item["Key"] for item in page.get("Contents", [])]


@contextmanager
def _absence_ignored() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ABSENT:
            raise
