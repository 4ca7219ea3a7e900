"""What the worker said, applied to the video it is about."""

from msgspec.structs import asdict

from chalicelib.composition import Services
from chalicelib.videos import lifecycle
from chalicelib.videos.records import Archive, Media, VideoRecord
from contracts import keys
from contracts.messages import (
    WorkerEvent,
    WorkFailed,
    WorkOpened,
    WorkProgressed,
    WorkStarted,
    WorkSucceeded,
)


def apply(services: Services, event: WorkerEvent) -> None:
    """Late, repeated and overtaken events change nothing, but for what a video is: that holds
    whichever extraction saw it."""
    video = services.videos.get(event.user_id, event.video_id)
    if isinstance(event, WorkSucceeded) and not _wanted(video, event.extraction):
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
            lifecycle.started(services, video)
        case WorkProgressed():
            lifecycle.progressed(services, video, event.fraction, event.images)
        case WorkSucceeded():
            archive = Archive(event.images, event.archive_size)
            lifecycle.complete(services, video, archive, event.warnings)
        case WorkFailed():
            lifecycle.fail(services, video, event.code, event.reason)


def _wanted(video: VideoRecord | None, extraction: int) -> bool:
    """Whether anybody may still want these images: not those of a deleted video or of an
    extraction that was canceled while its worker was finishing."""
    if video is None:
        return False
    if video.extraction == extraction:
        return bool(video.status != "canceled")
    past = {each.number: each.status for each in video.history or ()}
    return past.get(extraction) != "canceled"
