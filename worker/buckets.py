"""The worker's two buckets: it reads videos from one, and writes archives to the other.

S3 answers 404 for a missing object only to a role that may list the bucket.
"""

import io
from typing import TYPE_CHECKING
from zipfile import ZipFile

from botocore.exceptions import ClientError
from msgspec.structs import replace

from contracts import keys
from contracts.messages import ExtractionRequested
from stills import manifest as manifests
from stills.manifest import Manifest
from worker.errors import ArchiveMissing, SourceChanged, SourceMissing
from worker.multipart import MultipartUpload
from worker.s3_file import BUFFER_SIZE, S3File

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class VideosBucket:
    def __init__(self, s3: "S3Client", name: str) -> None:
        self._s3 = s3
        self._name = name

    def open(self, job: ExtractionRequested) -> S3File:
        """The video of the job. Raises SourceMissing, SourceChanged."""
        return S3File(
            self._s3, self._name, job.source_key, name=job.video_name, etag=job.source_etag
        )


class ImagesBucket:
    def __init__(self, s3: "S3Client", name: str) -> None:
        self._s3 = s3
        self._name = name

    def manifest(self, job: ExtractionRequested) -> Manifest | None:
        """The job's manifest, or None if the job has not been done. The manifest is written
        last."""
        try:
            found = self._s3.get_object(Bucket=self._name, Key=keys.manifest(*_ids(job)))
        except self._s3.exceptions.NoSuchKey:
            return None
        return manifests.decode(found["Body"].read())

    def put_manifest(self, job: ExtractionRequested, manifest: Manifest) -> None:
        self._s3.put_object(
            Bucket=self._name,
            Key=keys.manifest(*_ids(job)),
            Body=manifests.encode(manifest),
            ContentType="application/json",
        )

    def upload_archive(self, job: ExtractionRequested) -> MultipartUpload:
        return MultipartUpload(self._s3, self._name, keys.archive(*_ids(job)), "application/zip")

    def stored_manifest(self, job: ExtractionRequested) -> Manifest:
        """The manifest of the archive that another run of the job has stored. Raises
        ArchiveMissing."""
        try:
            with S3File(self._s3, self._name, keys.archive(*_ids(job))) as file:
                with ZipFile(io.BufferedReader(file, BUFFER_SIZE)) as archive:
                    manifest = manifests.decode(archive.read("manifest.json"))
                return replace(manifest, archive_size=file.size)
        except (SourceMissing, SourceChanged) as error:  # of an archive these do not mean a video
            raise ArchiveMissing from error

    def is_canceled(self, job: ExtractionRequested) -> bool:
        try:
            self._s3.head_object(Bucket=self._name, Key=keys.canceled(*_ids(job)))
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":  # a HEAD has no body with a code
                return False
            raise
        return True


def _ids(job: ExtractionRequested) -> tuple[str, str, int, int]:
    return job.user_id, job.video_id, job.extraction, job.attempt
