"""A video as clients see it."""

from datetime import datetime
from typing import Annotated, Any, cast

from msgspec import Meta, Struct

from chalicelib.settings import Retention
from chalicelib.videos.model import Extraction, ExtractionState, Media, Video
from chalicelib.videos.status import Status
from chalicelib.videos.uploads import Upload
from contracts.failures import Failure, advice_for
from contracts.messages import VideoId
from stills.options import ExtractionOptions
from stills.schema import about
from stills.warnings import VideoWarning

_Utc = Annotated[datetime, Meta(tz=True)]
_Queued = Annotated[
    _Utc | None,
    about("When the extraction was requested; null before", "2026-07-05T08:00:14.201Z"),
]
_Started = Annotated[
    _Utc | None,
    about("When a worker began with it; null before", "2026-07-05T08:00:15.872Z"),
]
_Finished = Annotated[_Utc | None, about("When it ended; null before", "2026-07-05T08:00:22.090Z")]
_Warnings = Annotated[
    tuple[VideoWarning, ...], about("What was unusual, such as damage of the video")
]
_Dropped = Annotated[
    dict[str, int],
    about(
        "How many of the wanted images were left out, by reason: `black`, `blurred` or `duplicate`",
        {"black": 2},
    ),
]
_DecodedUntil = Annotated[
    float | None,
    about(
        "If the video is damaged, the time of the last frame that could be decoded, in seconds "
        "from the first frame; else null",
        None,
        41.2,
    ),
]
_Options = Annotated[
    ExtractionOptions, about("What was asked for", {"interval": 2.0, "width": 1280})
]
_Status = Annotated[
    Status,
    about(
        "`awaiting_upload`, `queued`, `processing`, and in the end `completed`, `failed`, "
        "`canceled`, or `expired` if nothing was uploaded in time; `opened` if no extraction was "
        "requested yet",
        "completed",
    ),
]
NextCursor = Annotated[
    str | None,
    about("The `cursor` of the next page; null on the last page", "IjAxODkwMDAwIg.0uX3kQ"),
]


class Progress(Struct, frozen=True):
    """How far the latest extraction is."""

    fraction: Annotated[
        float, about("How much of the requested part of the video is done, from 0 to 1", 1.0)
    ]
    images: Annotated[int, about("Number of images so far", 31)]


class ArchiveView(Struct, frozen=True):
    """The zip with the images."""

    images: Annotated[int, about("Number of images in the zip", 31)]
    size: Annotated[int, about("Size of the zip in bytes", 8912896)]
    expires_at: Annotated[
        _Utc | None, about("Until when it is kept at least", "2026-10-03T08:00:15.872Z")
    ]


class FailureView(Struct, frozen=True):
    """Why there are no images."""

    code: Annotated[str, about("A stable code for programs", "not_a_video")]
    reason: Annotated[str, about("A sentence for people", "The file is not a video.")]
    advice: Annotated[
        str, about("What the owner can do", "Check that the file plays on your computer.")
    ]


class VideoView(Struct, frozen=True, kw_only=True):
    """A video with its latest extraction."""

    id: VideoId
    filename: Annotated[str, about("The name of the video", "holiday.mp4")]
    description: Annotated[
        str | None, about("Text about the video; null if there is none", "Lisbon, day 2")
    ]
    size: Annotated[int, about("Size of the file in bytes", 84231337)]
    status: _Status
    extraction: Annotated[
        int, about("Number of the latest extraction, from 1; 0 before one was requested", 1)
    ]
    options: _Options
    progress: Annotated[Progress, about("How far the latest extraction is")]
    error: Annotated[
        FailureView | None,
        about("Why the latest extraction failed; null if it did not", None),
    ]
    archive: Annotated[
        ArchiveView | None,
        about("The zip of the latest extraction; null if it is not completed"),
    ]
    media: Annotated[Media | None, about("What the video is; null before a worker has opened it")]
    warnings: _Warnings
    dropped: _Dropped
    decoded_until: _DecodedUntil
    created_at: Annotated[_Utc, about("When the video was registered", "2026-07-05T07:59:31.004Z")]
    updated_at: Annotated[
        _Utc, about("When anything about it changed last", "2026-07-05T08:00:22.310Z")
    ]
    queued_at: _Queued
    started_at: _Started
    finished_at: _Finished
    completed_extraction: Annotated[
        int | None,
        about("Number of the latest extraction that has images; null if none has", 1),
    ]
    source_expires_at: Annotated[
        _Utc,
        about(
            "Until when the uploaded file is kept at least: images can be extracted again before",
            "2026-10-03T07:59:31.004Z",
        ),
    ]


class ExtractionView(Struct, frozen=True, kw_only=True):
    """An extraction of a video."""

    number: Annotated[int, about("Number of the extraction, from 1", 1)]
    status: _Status
    options: _Options
    error: Annotated[FailureView | None, about("Why it failed; null if it did not", None)]
    archive: Annotated[ArchiveView | None, about("Its zip; null if it is not completed")]
    warnings: _Warnings
    dropped: _Dropped
    decoded_until: _DecodedUntil
    queued_at: _Queued
    started_at: _Started
    finished_at: _Finished


class ExtractionPage(Struct, frozen=True):
    """Some of a video's extractions."""

    extractions: Annotated[tuple[ExtractionView, ...], about("The extractions, latest first")]
    next_cursor: NextCursor


class NewVideoView(VideoView, frozen=True, kw_only=True):
    """A new video, and how to upload it."""

    upload: Annotated[Upload | None, about("How to upload the file; null if it has been received")]


class VideoPage(Struct, frozen=True):
    """Some of the user's videos."""

    videos: Annotated[tuple[VideoView, ...], about("The videos, newest first")]
    next_cursor: NextCursor


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
        dropped=extraction.dropped,
        decoded_until=extraction.decoded_until,
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
        "dropped": video.dropped,
        "decoded_until": video.decoded_until,
        "created_at": video.created_at,
        "updated_at": video.updated_at,
        "queued_at": video.queued_at,
        "started_at": video.started_at,
        "finished_at": video.finished_at,
        "completed_extraction": video.completed,
        "source_expires_at": video.created_at + retention.video,
    }
