"""The sweep: looks at every video for which something is due that did not happen by itself."""

from collections.abc import Callable, Iterator

from chalicelib.limits import FORGET_EXPIRED_AFTER, MAX_PUBLICATIONS, QUEUED_PATIENCE
from chalicelib.services import Services
from chalicelib.videos import lifecycle
from chalicelib.videos.model import Video
from chalicelib.videos.status import Status
from contracts import failures


def sweep(services: Services) -> Iterator[tuple[Video, Exception | None]]:
    """Yields each video that was due, with the error if handling it failed. An error does not stop
    the sweep."""
    for status, handle in _HANDLERS.items():
        for video in services.videos.due(status, services.now()):
            try:
                handle(services, video)
            except Exception as error:
                yield video, error
            else:
                yield video, None


def _expire(services: Services, video: Video) -> None:
    """Nothing was uploaded in time, or the upload's event was lost: then the file is there."""
    if lifecycle.upload_arrived(services, video):
        return
    now = services.now()
    expires_at = now + FORGET_EXPIRED_AFTER
    expired = services.videos.move(video, "expired", now, due_at=None, expires_at=expires_at)
    if expired and video.upload_id:
        services.objects.abort_multipart(video.source_key, video.upload_id)


def _publish_again(services: Services, video: Video) -> None:
    """No worker has started the job. The next wait is twice as long, so that a long queue is not
    filled further."""
    if video.publications >= MAX_PUBLICATIONS:
        lifecycle.fail(services, video, failures.NOT_STARTED)
        return
    now = services.now()
    due = now + QUEUED_PATIENCE * 2**video.publications
    postponed = services.videos.postpone(video, now, due, video.publications + 1)
    if postponed:
        lifecycle.publish_job(services, postponed)


def _give_up(services: Services, video: Video) -> None:
    lifecycle.fail(services, video, failures.TIMED_OUT)


_HANDLERS: dict[Status, Callable[[Services, Video], None]] = {
    "awaiting_upload": _expire,
    "queued": _publish_again,
    "processing": _give_up,
    "completed": lifecycle.announce,
    "failed": lifecycle.announce,
}
