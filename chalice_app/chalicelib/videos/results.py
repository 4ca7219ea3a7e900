"""Applies the worker's messages to the videos that they are about."""

from msgspec.structs import asdict

from chalicelib.services import Services
from chalicelib.videos import effects, lifecycle
from chalicelib.videos.model import Archive, Media, Video
from contracts.failures import Failure
from contracts.messages import (
    OPENING,
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
    if video is not None:
        _apply(services, video, event)
    if isinstance(event, WorkSucceeded) and event.extraction != OPENING:
        _delete_if_unwanted(services, event)


def _apply(services: Services, video: Video, event: WorkerEvent) -> None:
    if isinstance(event, WorkOpened):
        media = Media(**asdict(event.source), keyframes=event.keyframes)
        services.videos.describe(video, services.now(), media)
    if (video.extraction, video.attempt) != (event.extraction, event.attempt):
        return
    match event:
        case WorkStarted():
            lifecycle.started(services, video, event.at)
        case WorkProgressed():
            lifecycle.progressed(services, video, event.fraction, event.images)
        case WorkOpened() if event.extraction == OPENING:
            lifecycle.opened(services, video)
        case WorkSucceeded() if event.extraction != OPENING:
            archive = Archive(event.images, event.archive_size)
            lifecycle.complete(services, video, archive, event)
        case WorkFailed():
            lifecycle.fail(services, video, Failure(event.code, event.reason))


def _delete_if_unwanted(services: Services, event: WorkSucceeded) -> None:
    """Looks at the video after the event was applied, because it may have been canceled or deleted
    in the meantime."""
    video = services.videos.get(event.user_id, event.video_id)
    if not lifecycle.is_wanted(services, video, event.extraction, event.attempt):
        effects.delete_unwanted(
            services, event.user_id, event.video_id, event.extraction, event.attempt
        )
