"""What moves a video through its life.

Each function may run again with the same input, at any time: what is legal is decided by the
conditional write, and an event is published only after its move is durable. A video that owes
something (a job to be run, an e-mail to be sent) has a `due_at`, so that a function which died
between the write and the publication is made good by the sweep.
"""

from typing import Any

from chalicelib.composition import Services
from chalicelib.errors import SourceMissing, TooManyExtractions, WrongStatus
from chalicelib.limits import (
    ANNOUNCE_PATIENCE,
    MAX_EXTRACTIONS,
    PROCESSING_PATIENCE,
    QUEUED_PATIENCE,
)
from chalicelib.videos.records import Archive, Failure, PastExtraction, VideoRecord
from chalicelib.videos.status import ACTIVE, FINISHED
from contracts import keys
from contracts.messages import ExtractionCompleted, ExtractionFailed, ExtractionRequested
from stills.options import ExtractionOptions


def upload_arrived(services: Services, video: VideoRecord) -> bool:
    """Queues a video whose file is there and as large as announced. False if it is not there."""
    size = services.objects.video_size(video.source_key)
    if size is None:
        return False
    if size == video.size:
        queue(services, video)
    else:
        reason = f"The file has {size} bytes, but {video.size} were announced. Upload it again."
        fail(services, video, "upload_mismatch", reason)
    return True


def queue(services: Services, video: VideoRecord) -> None:
    now = services.now()
    if services.videos.move(
        video,
        "queued",
        now,
        queued_at=now,
        due_at=(now + QUEUED_PATIENCE).timestamp(),
        publications=1,
        upload_id=None,
        expires_at=None,
    ):
        publish_job(services, video)


def publish_job(services: Services, video: VideoRecord) -> None:
    services.events.publish(
        ExtractionRequested(
            user_id=video.user_id,
            video_id=video.video_id,
            extraction=int(video.extraction),
            at=services.now(),
            source_key=video.source_key,
            options=video.options,
        )
    )


def extract_again(services: Services, video: VideoRecord, options: ExtractionOptions) -> None:
    """Queues a new extraction. Raises WrongStatus, SourceMissing, TooManyExtractions."""
    if video.status not in FINISHED:
        raise WrongStatus(f"The video is {video.status}; wait until it is finished, or cancel it.")
    if video.extraction >= MAX_EXTRACTIONS:
        raise TooManyExtractions
    if services.objects.video_size(video.source_key) != video.size:
        raise SourceMissing
    now = services.now()
    if not services.videos.restart(
        video,
        now,
        options=options,
        history=(*(video.history or ()), _past(video)),
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
    ):
        raise WrongStatus("Another extraction of this video was started meanwhile.")
    publish_job(services, video)


def _past(video: VideoRecord) -> PastExtraction:
    return PastExtraction(
        number=int(video.extraction),
        status=video.status,
        options=video.options,
        queued_at=video.queued_at,
        finished_at=video.finished_at,
        failure=video.failure,
        archive=video.archive,
        warnings=video.warnings or (),
    )


def cancel(services: Services, video: VideoRecord) -> None:
    """Stops what is waiting or running. Raises WrongStatus for what is over already."""
    if video.status == "canceled":
        return
    upload_id, was_active = video.upload_id, video.status in ACTIVE
    now = services.now()
    if not services.videos.move(
        video, "canceled", now, finished_at=now, due_at=None, expires_at=None, upload_id=None
    ):
        raise WrongStatus(f"The video is {video.status}; there is nothing to cancel.")
    if was_active:
        services.objects.mark_canceled(video.user_id, video.video_id, int(video.extraction))
    if upload_id:
        services.objects.abort_multipart(video.source_key, upload_id)


def started(services: Services, video: VideoRecord) -> None:
    now = services.now()
    due = (now + PROCESSING_PATIENCE).timestamp()
    services.videos.move(video, "processing", now, started_at=now, due_at=due)


def progressed(services: Services, video: VideoRecord, fraction: float, images: int) -> None:
    now = services.now()
    due = (now + PROCESSING_PATIENCE).timestamp()
    services.videos.progress(video, now, fraction, images=images, due_at=due)


def complete(
    services: Services, video: VideoRecord, archive: Archive, warnings: tuple[str, ...]
) -> None:
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


def fail(services: Services, video: VideoRecord, code: str, reason: str) -> None:
    now = services.now()
    services.videos.move(
        video,
        "failed",
        now,
        finished_at=now,
        failure=Failure(code, reason),
        due_at=(now + ANNOUNCE_PATIENCE).timestamp(),
        expires_at=None,
        upload_id=None,
    )
    announce(services, video)


def announce(services: Services, video: VideoRecord) -> None:
    """Has the owner told how the latest extraction ended, if that is still owed."""
    current = services.videos.get(video.user_id, video.video_id)
    if current is None or current.due_at is None or current.status not in ("completed", "failed"):
        return
    services.events.publish(_ending(services, current))
    services.videos.settle(current, services.now())


def _ending(services: Services, video: VideoRecord) -> ExtractionCompleted | ExtractionFailed:
    about: dict[str, Any] = {
        "user_id": video.user_id,
        "video_id": video.video_id,
        "extraction": int(video.extraction),
        "at": services.now(),
        "video_name": video.filename,
    }
    if video.failure:
        return ExtractionFailed(**about, code=video.failure.code, reason=video.failure.reason)
    return ExtractionCompleted(**about, images=int(video.images))


def delete(services: Services, video: VideoRecord) -> None:
    """Deletes a video with its file and its images; a running extraction is told to stop."""
    marker = None
    if video.status in ACTIVE:
        marker = keys.canceled(video.user_id, video.video_id, int(video.extraction))
        services.objects.mark_canceled(video.user_id, video.video_id, int(video.extraction))
    if video.upload_id:
        services.objects.abort_multipart(video.source_key, video.upload_id)
    services.objects.delete_all(keys.video_prefix(video.user_id, video.video_id), but=marker)
    services.videos.delete(video)
