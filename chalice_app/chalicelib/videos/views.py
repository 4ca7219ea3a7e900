"""What clients see of a video."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from chalicelib.videos.records import Archive, Failure, Media, PastExtraction, VideoRecord
from chalicelib.videos.status import Status
from chalicelib.videos.uploads import Upload
from stills.options import ExtractionOptions


class Progress(Struct, frozen=True):
    """`fraction` of the video's wanted span that is done, `images` that are made so far."""

    fraction: float
    images: int


class VideoView(Struct, frozen=True, kw_only=True):
    """A video with its latest extraction. Sizes are bytes, times UTC."""

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
    past_extractions: tuple[PastExtraction, ...]


class NewVideoView(VideoView, frozen=True, kw_only=True):
    """A new video and how to upload it; `upload` is None once it is there."""

    upload: Upload | None


class VideoPage(Struct, frozen=True):
    """`next_cursor` is None on the last page."""

    videos: tuple[VideoView, ...]
    next_cursor: str | None


def view_of(video: VideoRecord) -> VideoView:
    return VideoView(**_fields(video))


def new_view_of(video: VideoRecord, upload: Upload | None) -> NewVideoView:
    return NewVideoView(**_fields(video), upload=upload)


def _fields(video: VideoRecord) -> dict[str, Any]:
    return {
        "id": video.video_id,
        "filename": video.filename,
        "description": video.description,
        "size": int(video.size),
        "status": video.status,
        "extraction": int(video.extraction),
        "options": video.options,
        "progress": Progress(float(video.progress), int(video.images)),
        "error": video.failure,
        "archive": video.archive,
        "media": video.media,
        "warnings": video.warnings or (),
        "created_at": video.created_at,
        "updated_at": video.updated_at,
        "queued_at": video.queued_at,
        "started_at": video.started_at,
        "finished_at": video.finished_at,
        "past_extractions": video.history or (),
    }
