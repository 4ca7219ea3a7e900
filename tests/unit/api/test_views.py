"""What clients see of a video."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.settings import Retention
from chalicelib.videos.model import Archive, Video
from chalicelib.videos.uploads import PostUpload
from chalicelib.videos.views import ArchiveView, FailureView, Progress, new_view_of, view_of
from contracts.failures import NOT_STARTED, advice_for
from stills.options import ExtractionOptions

NOW = datetime(2026, 11, 25, tzinfo=UTC)
RETENTION = Retention(video=timedelta(days=90), images=timedelta(days=30))


def a_video(**fields: Any) -> Video:
    usual: dict[str, Any] = {
        "user_id": "ada",
        "video_id": "01890000-0000-7000-8000-000000000000",
        "filename": "a.mp4",
        "size": 4,
        "source_key": "ada/video/source",
        "created_at": NOW,
        "updated_at": NOW,
        "status": "queued",
        "options": ExtractionOptions(),
    }
    return Video(**usual | fields)


def test_a_view_shows_the_latest_extraction() -> None:
    video = a_video(
        progress=0.5,
        images=3,
        archive=Archive(3, 900),
        started_at=NOW,
        failure=NOT_STARTED,
        extraction=2,
    )

    view = view_of(video, RETENTION)

    assert (view.id, view.extraction) == ("01890000-0000-7000-8000-000000000000", 2)
    assert view.progress == Progress(0.5, 3)
    assert view.archive == ArchiveView(3, 900, NOW + timedelta(days=30))
    advice = advice_for(NOT_STARTED.code)
    assert view.error == FailureView(NOT_STARTED.code, NOT_STARTED.reason, advice)


def test_a_view_hides_where_the_file_is_and_who_owns_it() -> None:
    fields = set(view_of(a_video(upload_id="u"), RETENTION).__struct_fields__)

    assert fields.isdisjoint({"user_id", "source_key", "upload_id", "due_at", "expires_at"})


def test_a_new_video_comes_with_its_upload() -> None:
    upload = PostUpload("https://s3", {}, 3600)

    assert new_view_of(a_video(), RETENTION, upload).upload == upload
    assert new_view_of(a_video(), RETENTION, None).upload is None


def test_a_view_says_until_when_the_video_can_be_extracted_from_again() -> None:
    assert view_of(a_video(), RETENTION).source_expires_at == NOW + timedelta(days=90)
