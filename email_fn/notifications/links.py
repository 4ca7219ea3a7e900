"""The links of the e-mails: to the page, or to the archive if there is no page."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from contracts import keys
from contracts.downloads import archive_name, content_disposition
from contracts.messages import ExtractionCompleted
from contracts.unsubscribe import token_for
from notifications.log import logger

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LIFETIME = timedelta(hours=1)
"""A presigned URL expires with the credentials that signed it, even before its own expiry time. The
credentials of a function's role are temporary, and AWS does not document how long they remain
valid. The shortest session of a role is an hour, so a link can be promised for an hour."""


class ArchiveLinks:
    """`s3` must sign with signature version `s3v4`."""

    def __init__(self, s3: "S3Client", images_bucket: str) -> None:
        self._s3 = s3
        self._bucket = images_bucket

    def link(self, event: ExtractionCompleted) -> str:
        """A URL that is valid for LIFETIME, for anyone who has it."""
        return self._s3.generate_presigned_url(
            "get_object",
            {
                "Bucket": self._bucket,
                "Key": keys.archive(event.user_id, event.video_id, event.extraction, event.attempt),
                "ResponseContentDisposition": content_disposition(archive_name(event.video_name)),
            },
            ExpiresIn=int(LIFETIME.total_seconds()),
        )


class PageLinks:
    """Addresses in the page, which asks for a log-in where one is needed. The API answers below
    `/api` on the same origin. `secret` reads the secret that signs the links."""

    def __init__(self, page_url: str, secret: Callable[[], str]) -> None:
        self._page = page_url
        self._secret = secret

    def video(self, video_id: str, extraction: int) -> str:
        """The video, with one of its extractions."""
        return f"{self._page}/#/videos/{video_id}?extraction={extraction}"

    @property
    def account(self) -> str:
        return f"{self._page}/#/account"

    def unsubscribe(self, user_id: str) -> str:
        """A mail program sends a POST to it (RFC 8058). Empty if the secret cannot be read: the
        settings in the page turn e-mails off, too."""
        try:
            token = token_for(user_id, self._secret())
        except (BotoCoreError, ClientError) as error:
            logger.warning("The e-mail cannot be unsubscribed with one click", error=repr(error))
            return ""
        return f"{self._page}/api/accounts/unsubscribe?token={token}"
