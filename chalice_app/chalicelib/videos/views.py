"""A video as clients see it."""

from datetime import datetime
from typing import Any, cast

from msgspec import Struct

from chalicelib.videos.model import Archive, Extraction, Media, Video
from chalicelib.videos.status import Status
from chalicelib.videos.uploads import Upload
from contracts.failures import Failure
from stills.options import ExtractionOptions


class Progress(Struct, frozen=True):
    """`fraction` of the requested part of the video that is done, and `images` stored so far."""

    fraction: float
    images: int


class VideoView(Struct, frozen=True, kw_only=True):
    """A video with its latest extraction. `completed_extraction` is the number of the latest one
    that has images. Sizes are in bytes, times in UTC."""

    id: str
    filename: str
    description: str | None
    size: int
    status: Status
    extraction: int
    options: ExtractionOptions
    progress: Progress
    error: Failure | None
    archive: Archive | None
    media: Media | None
    warnings: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    queued_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    completed_extraction: int | None


class ExtractionView(Struct, frozen=True, kw_only=True):
    """An extraction of a video. Times are in UTC."""

    number: int
    status: Status
    options: ExtractionOptions
    error: Failure | None
    archive: Archive | None
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


def view_of(video: Video) -> VideoView:
    return VideoView(**_fields(video))


def extraction_view_of(extraction: Extraction) -> ExtractionView:
    return ExtractionView(
        number=extraction.number,
        status=cast(Status, extraction.status),  # nothing of a deleted video is shown
        options=extraction.options,
        error=extraction.failure,
        archive=extraction.archive,
        warnings=extraction.warnings,
        queued_at=extraction.queued_at,
        started_at=extraction.started_at,
        finished_at=extraction.finished_at,
    )


def new_view_of(video: Video, upload: Upload | None) -> NewVideoView:
    return NewVideoView(**_fields(video), upload=upload)


def _fields(video: Video) -> dict[str, Any]:
    return {
        "id": video.video_id,
        "filename": video.filename,
        "description": video.description,
        "size": video.size,
        "status": video.status,
        "extraction": video.extraction,
        "options": video.options,
        "progress": Progress(video.progress, video.images),
        "error": video.failure,
        "archive": video.archive,
        "media": video.media,
        "warnings": video.warnings,
        "created_at": video.created_at,
        "updated_at": video.updated_at,
        "queued_at": video.queued_at,
        "started_at": video.started_at,
        "finished_at": video.finished_at,
        "completed_extraction": video.completed,
    }
