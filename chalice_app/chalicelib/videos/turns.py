"""Whose job is next: each user may have a number of extractions under way, the others wait.

A queued extraction waits for its turn in the table. Its job is published when it has one, and it
keeps its turn until it has ended. So the queue of jobs is short, and one user's thousand videos do
not stand before another's one.
"""

from chalicelib.services import Services
from chalicelib.videos.model import Video
from contracts.messages import ExtractionRequested


def start_waiting(services: Services, user_id: str) -> None:
    """Publishes the jobs of those that have waited longest, as many as the user has turns left.

    Whoever ends a turn calls this, and so does whoever lets an extraction wait. Both read what is
    stored at this moment, so no free turn and no waiting extraction can miss each other.
    """
    bound = services.settings.user_concurrency
    free = bound - services.running.count(user_id)
    if free <= 0:
        return
    for video in services.videos.waiting(user_id, free):
        started = services.videos.start(video, services.now(), bound, publications=1)
        if started:
            publish_job(services, started)


def end_turn(services: Services, video: Video) -> None:
    """Passes the turn of an extraction that has ended on. Does no harm if it had none."""
    if video.publications:
        services.running.remove(video)
        start_waiting(services, video.user_id)


def publish_job(services: Services, video: Video) -> None:
    services.events.publish(
        ExtractionRequested(
            user_id=video.user_id,
            video_id=video.video_id,
            extraction=video.extraction,
            attempt=video.attempt,
            at=services.now(),
            source_key=video.source_key,
            source_etag=video.source_etag,
            video_name=video.filename,
            options=video.options,
        )
    )
