"""Deletes videos.

A deleted video is invisible at once. Its objects are deleted at once, and again by the sweep, until
no worker and no upload can store anything for it any more.
"""

from datetime import datetime

from chalicelib.limits import DELETION_PASSES
from chalicelib.services import Services
from chalicelib.videos import turns
from chalicelib.videos.model import Video
from contracts import keys


def delete(services: Services, video: Video) -> None:
    """Does nothing if the video is deleted already."""
    deleted = mark_deleted(services, video)
    if deleted is not None:
        turns.end_turn(services, deleted)
        delete_objects(services, keys.video_prefix(video.user_id, video.video_id))


def mark_deleted(services: Services, video: Video) -> Video | None:
    """Makes a video invisible, and leaves the rest to the sweep. Returns it with its present
    attempt, or None if it was deleted already."""
    now = services.now()
    deleted = services.videos.delete(video, now, now + DELETION_PASSES[0])
    if deleted is not None and deleted.publications:
        services.objects.mark_canceled(deleted)
    return deleted


def continue_deletion(services: Services, video: Video) -> None:
    """Another pass over a deleted video. The last one also removes what the table has about it."""
    due = next_pass(video.deleted_at or services.now(), services.now())
    turns.end_turn(services, video)
    delete_objects(services, keys.video_prefix(video.user_id, video.video_id), is_last=due is None)
    if due is None:
        services.videos.forget(video)
    else:
        services.videos.postpone_deleted(video, due)


def delete_objects(services: Services, prefix: str, *, is_last: bool = False) -> None:
    """Deletes objects and aborts uploads. The markers that stop running extractions stay until the
    last pass."""
    services.objects.abort_uploads(prefix)
    services.objects.delete_all(prefix, keep=lambda key: not is_last and keys.is_cancel_marker(key))


def next_pass(deleted_at: datetime, now: datetime) -> datetime | None:
    return next((deleted_at + each for each in DELETION_PASSES if deleted_at + each > now), None)
