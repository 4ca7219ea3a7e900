"""Links by which an archive can be downloaded without signing in."""

from datetime import timedelta
from typing import TYPE_CHECKING

from contracts import keys
from contracts.downloads import archive_name, content_disposition
from contracts.messages import ExtractionCompleted

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LIFETIME = timedelta(hours=1)
"""A presigned URL dies with the credentials that signed it, whatever it says itself. Those of a
function's role are temporary, and how long they still live is documented nowhere: an hour, the
shortest session that a role can have, is what can be promised."""


class ArchiveLinks:
    """`s3` must sign with `s3v4`."""

    def __init__(self, s3: "S3Client", images_bucket: str) -> None:
        self._s3 = s3
        self._bucket = images_bucket

    def link(self, event: ExtractionCompleted) -> str:
        """A URL that works for LIFETIME, for whoever has it."""
        return self._s3.generate_presigned_url(
            "get_object",
            {
                "Bucket": self._bucket,
                "Key": keys.archive(event.user_id, event.video_id, event.extraction),
                "ResponseContentDisposition": content_disposition(archive_name(event.video_name)),
            },
            ExpiresIn=int(LIFETIME.total_seconds()),
        )
