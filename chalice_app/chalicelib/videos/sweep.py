"""The sweep: looks after every video that something is owed to and that nothing came for."""

from collections.abc import Callable

from aws_lambda_powertools import Logger

from chalicelib.composition import Services
from chalicelib.limits import FORGET_EXPIRED_AFTER, MAX_PUBLICATIONS, QUEUED_PATIENCE
from chalicelib.videos import lifecycle
from chalicelib.videos.records import VideoRecord
from chalicelib.videos.status import Status

logger = Logger(service="api", child=True)


def sweep(services: Services) -> int:
    """Returns how many videos were looked after.

    One that raises does not keep the others waiting; the first error is raised at the end.
    """
    errors: list[Exception] = []
    looked_after = 0
    for status, look_after in _LOOK_AFTER.items():
        for video in services.videos.due(status, services.now()):
            try:
                look_after(services, video)
                looked_after += 1
            except Exception as error:
                logger.exception("could not look after a video", video_id=video.video_id)
                errors.append(error)
    if errors:
        raise errors[0]
    return looked_after


def _expire(services: Services, video: VideoRecord) -> None:
    """Nothing came in time, or its event was lost: then the file is there."""
    if lifecycle.upload_arrived(services, video):
        return
    now, upload_id = services.now(), video.upload_id
    expires_at = now + FORGET_EXPIRED_AFTER
    moved = services.videos.move(video, "expired", now, due_at=None, expires_at=expires_at)
    if moved and upload_id:
        services.objects.abort_multipart(video.source_key, upload_id)


def _publish_again(services: Services, video: VideoRecord) -> None:
    """No worker took the job up. Patience doubles, as a long queue is no reason to fill it."""
    publications = int(video.publications)
    if publications >= MAX_PUBLICATIONS:
        reason = "The extraction could not be started. Our team has been told; try again later."
        lifecycle.fail(services, video, "not_started", reason)
        return
    now = services.now()
    due = now + QUEUED_PATIENCE * 2**publications
    if services.videos.postpone(video, now, due, publications + 1):
        lifecycle.publish_job(services, video)


def _give_up(services: Services, video: VideoRecord) -> None:
    reason = "The extraction took too long and was stopped. Try again, or with fewer images."
    lifecycle.fail(services, video, "timed_out", reason)


_LOOK_AFTER: dict[Status, Callable[[Services, VideoRecord], None]] = {
    "awaiting_upload": _expire,
    "queued": _publish_again,
    "processing": _give_up,
    "completed": lifecycle.announce,
    "failed": lifecycle.announce,
}
