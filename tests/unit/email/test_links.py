"""Links download one archive, under its video's name."""

from datetime import UTC, datetime
from typing import Any

from contracts import keys
from contracts.messages import ExtractionCompleted
from notifications.links import ArchiveLinks

EVENT = ExtractionCompleted(
    user_id="ada",
    video_id="01938e3c-5b7a-7d21-9c4e-2f6a8b0c1d3e",
    extraction=2,
    attempt=3,
    at=datetime(2026, 11, 24, tzinfo=UTC),
    video_name="../Zürich.mp4",
    images=3,
)


class S3:
    """Remembers what was presigned."""

    def __init__(self) -> None:
        self.presigned: list[tuple[str, dict[str, Any], int]] = []

    def generate_presigned_url(self, operation: str, what: dict[str, Any], ExpiresIn: int) -> str:
        self.presigned.append((operation, what, ExpiresIn))
        return "https://images/zip"


def test_a_link_downloads_the_archive_for_an_hour() -> None:
    s3 = S3()

    assert ArchiveLinks(s3, "images").link(EVENT) == "https://images/zip"  # type: ignore[arg-type]

    [(operation, what, expires_in)] = s3.presigned
    assert (operation, expires_in) == ("get_object", 3600)
    assert (what["Bucket"], what["Key"]) == ("images", keys.archive("ada", EVENT.video_id, 2, 3))
    assert what["ResponseContentDisposition"].startswith('attachment; filename="Zurich.zip"')
