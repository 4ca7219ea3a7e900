"""Applies the worker's messages to the videos that they are about."""

from msgspec.structs import asdict

from chalicelib.services import Services
from chalicelib.videos import lifecycle
from chalicelib.videos.model import Archive, Media, Video
from contracts import keys
from contracts.failures import Failure
from contracts.messages import (
    WorkerEvent,
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
)


def apply(services: Services, event: WorkerEvent) -> None:
    """A late, repeated or out-of-order event changes nothing, except that what the worker found
    out about a video is true for every extraction."""
    video = services.videos.get(event.user_id, event.video_id)
    if isinstance(event, WorkSucceeded) and not _is_wanted(video, event.extraction):
        prefix = keys.extraction_prefix(event.user_id, event.video_id, event.extraction)
        services.objects.delete_images(prefix)
    if video is None:
        return
    if isinstance(event, WorkOpened):
        media = Media(**asdict(event.source), keyframes=event.keyframes)
        services.videos.describe(video, services.now(), media)
    if video.extraction != event.extraction:
        return
    match event:
        case WorkStarted():
            lifecycle.started(services, video, event.at)
        case WorkProgressed():
            lifecycle.progressed(services, video, event.fraction, event.images)
        case WorkSucceeded():
            archive = Archive(event.images, event.archive_size)
            lifecycle.complete(services, video, archive, event.warnings)
        case WorkFailed():
            lifecycle.fail(services, video, Failure(event.code, event.reason))


def _is_wanted(video: Video | None, extraction: int) -> bool:
    """False for the images of a deleted video, or of an extraction that was canceled while the
    worker finished it."""
    if video is None:
        return False
    statuses = {each.number: each.status for each in video.history}
    statuses[video.extraction] = video.status
    return statuses.get(extraction) != "canceled"
