"""Links download one archive, under its video's name."""

from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import EndpointConnectionError

from contracts import keys
from contracts.messages import ExtractionCompleted
from contracts.unsubscribe import user_of
from notifications.links import ArchiveLinks, PageLinks

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


def test_links_lead_to_the_page() -> None:
    page = PageLinks("https://stills.example.com", lambda: "secret")

    assert page.video("01938e3c", 2) == "https://stills.example.com/#/videos/01938e3c?extraction=2"
    assert page.account == "https://stills.example.com/#/account"


def test_the_link_that_turns_emails_off_names_its_user_to_the_api() -> None:
    url, _, token = (
        PageLinks("https://stills.example.com", lambda: "secret")
        .unsubscribe("ada")
        .partition("?token=")
    )

    assert url == "https://stills.example.com/api/accounts/unsubscribe"
    assert user_of(token, "secret") == "ada"


def test_without_its_secret_there_is_no_such_link() -> None:
    def no_answer() -> str:
        raise EndpointConnectionError(endpoint_url="https://secretsmanager")

    assert PageLinks("https://stills.example.com", no_answer).unsubscribe("ada") == ""
