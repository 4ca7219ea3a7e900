"""What moves a video from status to status.

Each function may run again with the same input at any time: the conditional write decides what is
legal, and an event is published only after its move is durable. A video has a `due_at` while a job
must run or an owner must be notified, so that the sweep finishes what a function left undone that
stopped between the write and the publication.
"""

from datetime import datetime
from typing import Any

from chalicelib.errors import SourceMissing, TooManyExtractions, WrongStatus
from chalicelib.limits import (
    ANNOUNCE_PATIENCE,
    MAX_EXTRACTIONS,
    PROCESSING_PATIENCE,
    QUEUED_PATIENCE,
)
from chalicelib.services import Services
from chalicelib.videos.model import Archive, PastExtraction, Video
from chalicelib.videos.status import ACTIVE, FINISHED, IN_WORDS
from contracts import keys
from contracts.failures import Failure, upload_mismatch
from contracts.messages import ExtractionCompleted, ExtractionFailed, ExtractionRequested
from stills.options import ExtractionOptions


def upload_arrived(services: Services, video: Video) -> bool:
    """Queues a video whose file is there and has the announced size. False if there is no file."""
    size = services.objects.video_size(video.source_key)
    if size is None:
        return False
    if size == video.size:
        queue(services, video)
    else:
        fail(services, video, upload_mismatch(size, video.size))
    return True


def queue(services: Services, video: Video) -> None:
    now = services.now()
    queued = services.videos.move(
        video,
        "queued",
        now,
        queued_at=now,
        due_at=(now + QUEUED_PATIENCE).timestamp(),
        publications=1,
        upload_id=None,
        expires_at=None,
    )
    if queued:
        publish_job(services, queued)


def publish_job(services: Services, video: Video) -> None:
    services.events.publish(
        ExtractionRequested(
            user_id=video.user_id,
            video_id=video.video_id,
            extraction=video.extraction,
            at=services.now(),
            source_key=video.source_key,
            video_name=video.filename,
            options=video.options,
        )
    )


def extract_again(services: Services, video: Video, options: ExtractionOptions) -> Video:
    """Queues a new extraction. Raises WrongStatus, SourceMissing, TooManyExtractions."""
    if video.status not in FINISHED:
        raise WrongStatus(f"The latest extraction {IN_WORDS[video.status]}.")
    if video.extraction >= MAX_EXTRACTIONS:
        raise TooManyExtractions
    if services.objects.video_size(video.source_key) != video.size:
        raise SourceMissing
    now = services.now()
    queued = services.videos.restart(
        video,
        now,
        options=options,
        history=(*video.history, _past(video)),
        queued_at=now,
        due_at=(now + QUEUED_PATIENCE).timestamp(),
        publications=1,
        progress=0,
        images=0,
        started_at=None,
        finished_at=None,
        failure=None,
        archive=None,
        warnings=None,
    )
    if queued is None:
        raise WrongStatus("Another extraction of this video was started at the same time.")
    publish_job(services, queued)
    return queued


def _past(video: Video) -> PastExtraction:
    return PastExtraction(
        number=video.extraction,
        status=video.status,
        options=video.options,
        queued_at=video.queued_at,
        finished_at=video.finished_at,
        failure=video.failure,
        archive=video.archive,
        warnings=video.warnings,
    )


def cancel(services: Services, video: Video) -> Video:
    """Stops an upload or an extraction. Raises WrongStatus if there is nothing to stop."""
    if video.status == "canceled":
        return video
    now = services.now()
    canceled = services.videos.move(
        video, "canceled", now, finished_at=now, due_at=None, expires_at=None, upload_id=None
    )
    if canceled is None:
        current = services.videos.get(video.user_id, video.video_id) or video
        words = IN_WORDS[current.status]
        raise WrongStatus(f"There is nothing to cancel: the latest extraction {words}.")
    if video.status in ACTIVE:
        services.objects.mark_canceled(video.user_id, video.video_id, video.extraction)
    if video.upload_id:
        services.objects.abort_multipart(video.source_key, video.upload_id)
    return canceled


def started(services: Services, video: Video, at: datetime) -> None:
    """The worker started at the time `at` by its own clock; by this one, not before the job was
    queued and not after now. If the job was started twice, the later start counts."""
    now = services.now()
    times = [time for time in (at, video.queued_at, video.started_at) if time is not None]
    due = (now + PROCESSING_PATIENCE).timestamp()
    services.videos.move(video, "processing", now, started_at=min(max(times), now), due_at=due)


def progressed(services: Services, video: Video, fraction: float, images: int) -> None:
    now = services.now()
    due = (now + PROCESSING_PATIENCE).timestamp()
    services.videos.progress(video, now, fraction, images=images, due_at=due)


def complete(services: Services, video: Video, archive: Archive, warnings: tuple[str, ...]) -> None:
    now = services.now()
    services.videos.move(
        video,
        "completed",
        now,
        finished_at=now,
        progress=1,
        images=archive.images,
        archive=archive,
        warnings=warnings,
        due_at=(now + ANNOUNCE_PATIENCE).timestamp(),
    )
    announce(services, video)


def fail(services: Services, video: Video, failure: Failure) -> None:
    now = services.now()
    services.videos.move(
        video,
        "failed",
        now,
        finished_at=now,
        failure=failure,
        due_at=(now + ANNOUNCE_PATIENCE).timestamp(),
        expires_at=None,
        upload_id=None,
    )
    announce(services, video)


def announce(services: Services, video: Video) -> None:
    """Publishes how the latest extraction ended, unless that was done before."""
    current = services.videos.get(video.user_id, video.video_id)
    if current is None or current.due_at is None or current.status not in ("completed", "failed"):
        return
    services.events.publish(_ending(services, current))
    services.videos.settle(current, services.now())


def _ending(services: Services, video: Video) -> ExtractionCompleted | ExtractionFailed:
    about: dict[str, Any] = {
        "user_id": video.user_id,
        "video_id": video.video_id,
        "extraction": video.extraction,
        "at": services.now(),
        "video_name": video.filename,
    }
    if video.failure:
        return ExtractionFailed(**about, code=video.failure.code, reason=video.failure.reason)
    return ExtractionCompleted(**about, images=video.images)


def delete(services: Services, video: Video) -> None:
    """Deletes a video with its file and its images. The marker that stops a running extraction
    stays."""
    marker = None
    if video.status in ACTIVE:
        marker = keys.canceled(video.user_id, video.video_id, video.extraction)
        services.objects.mark_canceled(video.user_id, video.video_id, video.extraction)
    if video.upload_id:
        services.objects.abort_multipart(video.source_key, video.upload_id)
    prefix = keys.video_prefix(video.user_id, video.video_id)
    services.objects.delete_all(prefix, keep=lambda key: key == marker)
    services.videos.delete(video)
