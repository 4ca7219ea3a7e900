"""A video as clients see it."""

from datetime import datetime
from typing import Any, cast

from msgspec import Struct

from chalicelib.settings import Retention
from chalicelib.videos.model import Extraction, ExtractionState, Media, Video
from chalicelib.videos.status import Status
from chalicelib.videos.uploads import Upload
from contracts.failures import Failure, advice_for
from stills.options import ExtractionOptions


class Progress(Struct, frozen=True):
    """`fraction` of the requested part of the video that is done, and `images` stored so far."""

    fraction: float
    images: int


class ArchiveView(Struct, frozen=True):
    """The zip: how many images it contains, its size in bytes, and until when it is kept."""

    images: int
    size: int
    expires_at: datetime | None


class FailureView(Struct, frozen=True):
    """Why there are no images: a stable code, a sentence, and what the owner can do."""

    code: str
    reason: str
    advice: str


class VideoView(Struct, frozen=True, kw_only=True):
    """A video with its latest extraction, which is number 0 before one was requested.
    `completed_extraction` is the number of the latest one that has images. The uploaded file is
    kept until `source_expires_at`; images can be extracted again before. Sizes are in bytes, times
    in UTC."""

    id: str
    filename: str
    description: str | None
    size: int
    status: Status
    extraction: int
    options: ExtractionOptions
    progress: Progress
    error: FailureView | None
    archive: ArchiveView | None
    media: Media | None
    warnings: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    queued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    completed_extraction: int | None
    source_expires_at: datetime


class ExtractionView(Struct, frozen=True, kw_only=True):
    """An extraction of a video. Times are in UTC."""

    number: int
    status: Status
    options: ExtractionOptions
    error: FailureView | None
    archive: ArchiveView | None
    warnings: tuple[str, ...]
    queued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None


class ExtractionPage(Struct, frozen=True):
    """`next_cursor` is null on the last page."""

    extractions: tuple[ExtractionView, ...]
    next_cursor: str | None


class NewVideoView(VideoView, frozen=True, kw_only=True):
    """A new video and how to upload it; `upload` is null if the file was received."""

    upload: Upload | None


class VideoPage(Struct, frozen=True):
    """`next_cursor` is null on the last page."""

    videos: tuple[VideoView, ...]
    next_cursor: str | None


def view_of(video: Video, retention: Retention) -> VideoView:
    return VideoView(**_fields(video, retention))


def extraction_view_of(extraction: Extraction, retention: Retention) -> ExtractionView:
    return ExtractionView(
        number=extraction.number,
        status=cast(Status, extraction.status),  # nothing of a deleted video is shown
        options=extraction.options,
        error=_failure_of(extraction.failure),
        archive=_archive_of(extraction, retention),
        warnings=extraction.warnings,
        queued_at=extraction.queued_at,
        started_at=extraction.started_at,
        finished_at=extraction.finished_at,
    )


def new_view_of(video: Video, retention: Retention, upload: Upload | None) -> NewVideoView:
    return NewVideoView(**_fields(video, retention), upload=upload)


def _failure_of(failure: Failure | None) -> FailureView | None:
    if failure is None:
        return None
    return FailureView(failure.code, failure.reason, advice_for(failure.code))


def _archive_of(extraction: ExtractionState, retention: Retention) -> ArchiveView | None:
    """S3 counts the days from when the worker began to upload the archive, and deletes it within a
    day after them. The message that it started may have been lost."""
    archive, began = extraction.archive, extraction.started_at or extraction.queued_at
    if archive is None:
        return None
    return ArchiveView(archive.images, archive.size, began and began + retention.images)


def _fields(video: Video, retention: Retention) -> dict[str, Any]:
    return {
        "id": video.video_id,
        "filename": video.filename,
        "description": video.description,
        "size": video.size,
        "status": video.status,
        "extraction": video.extraction,
        "options": video.options,
        "progress": Progress(video.progress, video.images),
        "error": _failure_of(video.failure),
        "archive": _archive_of(video, retention),
        "media": video.media,
        "warnings": video.warnings,
        "created_at": video.created_at,
        "updated_at": video.updated_at,
        "queued_at": video.queued_at,
        "started_at": video.started_at,
        "finished_at": video.finished_at,
        "completed_extraction": video.completed,
        "source_expires_at": video.created_at + retention.video,
    }
