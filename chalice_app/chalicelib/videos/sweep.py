"""The sweep: looks at everything for which something is due that did not happen by itself."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from chalicelib.accounts import deletion as account_deletion
from chalicelib.limits import (
    CHECK_EXPIRED_EVERY,
    CHECK_UPLOAD_EVERY,
    FORGET_EXPIRED_AFTER,
    MAX_PUBLICATIONS,
    QUEUED_PATIENCE,
    UPLOAD_DEADLINE,
)
from chalicelib.services import Services
from chalicelib.videos import deletion, lifecycle, turns
from chalicelib.videos.model import Video
from chalicelib.videos.status import StoredStatus
from contracts import failures


class Swept(Struct, frozen=True):
    """What was due, and the error if handling it failed. `video_id` is empty for an account."""

    video_id: str
    extraction: int
    error: Exception | None


def sweep(services: Services) -> Iterator[Swept]:
    """Yields everything that was due. An error does not stop the sweep."""
    for status, handle in _HANDLERS.items():
        for video in services.videos.due(status, services.now()):
            yield _swept(services, video, handle)
    for account in services.account_states.due(services.now()):
        try:
            account_deletion.continue_deletion(services, account)
        except Exception as error:
            yield Swept("", 0, error)
        else:
            yield Swept("", 0, None)


def _swept(services: Services, video: Video, handle: Callable[[Services, Video], None]) -> Swept:
    try:
        handle(services, video)
    except Exception as error:
        return Swept(video.video_id, video.extraction, error)
    return Swept(video.video_id, video.extraction, None)


def _check_upload(services: Services, video: Video) -> None:
    """Nothing was uploaded yet, or S3's event was lost: then the file is there."""
    if lifecycle.upload_arrived(services, video):
        return
    now = services.now()
    if now < video.created_at + UPLOAD_DEADLINE:
        services.videos.postpone(video, now, now + CHECK_UPLOAD_EVERY, video.publications)
        return
    lifecycle.move(services, video, "upload_expired", upload_id=None)


def _check_expired(services: Services, video: Video) -> None:
    """An upload may still arrive late. In the end, the video is deleted."""
    if lifecycle.upload_arrived(services, video):
        return
    now = services.now()
    if now < video.created_at + UPLOAD_DEADLINE + FORGET_EXPIRED_AFTER:
        services.videos.postpone(video, now, now + CHECK_EXPIRED_EVERY, video.publications)
    else:
        deletion.delete(services, video)


def _publish_again(services: Services, video: Video) -> None:
    """No worker has started the job. If there are jobs before it in the queue, it waits. Otherwise
    it was lost. The next wait is twice as long."""
    if video.waiting_since is not None:
        turns.start_waiting(services, video.user_id)
        services.videos.leave_waiting(video)  # it is started when another one ends
        return
    now = services.now()
    if services.jobs.are_waiting():
        services.videos.postpone(video, now, now + QUEUED_PATIENCE, video.publications)
        return
    if video.publications >= MAX_PUBLICATIONS:
        lifecycle.fail(services, video, failures.NOT_STARTED)
        return
    due = now + QUEUED_PATIENCE * 2**video.publications
    postponed = services.videos.postpone(video, now, due, video.publications + 1)
    if postponed:
        turns.publish_job(services, postponed)


_HANDLERS: dict[StoredStatus, Callable[[Services, Video], None]] = {
    "awaiting_upload": _check_upload,
    "queued": _publish_again,
    "processing": lifecycle.hand_on,
    "opened": lifecycle.finish,
    "completed": lifecycle.finish,
    "failed": lifecycle.finish,
    "canceled": lifecycle.finish,
    "expired": _check_expired,
    "deleted": deletion.continue_deletion,
}
