"""Deletes videos.

A deleted video is invisible at once. Its objects are deleted at once, and again by the sweep, until
no worker and no upload can store anything for it any more.
"""

from datetime import datetime

from chalicelib.limits import DELETION_PASSES
from chalicelib.services import Services
from chalicelib.videos import effects
from chalicelib.videos.effects import delete_objects
from chalicelib.videos.model import Video
from chalicelib.videos.transitions import OWED, TRANSITIONS
from contracts import keys


def delete(services: Services, video: Video) -> None:
    """Does nothing if the video is deleted already."""
    deleted = mark_deleted(services, video)
    if deleted is not None:
        effects.perform(services, OWED["deleted"], deleted, deleted)


def mark_deleted(services: Services, video: Video) -> Video | None:
    """Makes a video invisible, and leaves the rest to the sweep. Returns it with its present
    attempt, or None if it was deleted already."""
    deleted = services.videos.delete(video, services.now())
    if deleted is not None:
        effects.perform(services, TRANSITIONS["deleted"].effects, deleted, deleted)
    return deleted


def continue_deletion(services: Services, video: Video) -> None:
    """Another pass over a deleted video. The last one also removes what the table has about it."""
    due = next_pass(video.deleted_at or services.now(), services.now())
    effects.perform(services, OWED["deleted"], video, video)
    if due is None:
        delete_objects(services, keys.video_prefix(video.user_id, video.video_id), is_last=True)
        services.videos.forget(video)
    else:
        services.videos.postpone_deleted(video, due)


def next_pass(deleted_at: datetime, now: datetime) -> datetime | None:
    return next((deleted_at + each for each in DELETION_PASSES if deleted_at + each > now), None)
