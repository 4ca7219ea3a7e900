"""What moves a video from status to status.

Each function may run again with the same input at any time: the conditional write decides what is
legal, and an event is published only after its move is durable. A video has a `due_at` while
something is still to be done for its status, so that the sweep finishes what a function left undone
that stopped between the write and its effects.
"""

from datetime import datetime
from typing import Any

from chalicelib.errors import SourceMissing, TooManyExtractions, WrongStatus
from chalicelib.limits import (
    ANNOUNCE_PATIENCE,
    CLEAN_CANCELED_AFTER,
    MAX_ATTEMPTS,
    MAX_EXTRACTIONS,
    QUEUED_PATIENCE,
    WORKER_SILENCE,
)
from chalicelib.services import Services
from chalicelib.videos import turns
from chalicelib.videos.model import Archive, Claim, Extraction, Video
from chalicelib.videos.parts import is_large
from chalicelib.videos.status import ACTIVE, FINISHED, IN_WORDS
from contracts import failures, keys
from contracts.failures import Failure, upload_mismatch
from contracts.messages import ExtractionCompleted, ExtractionFailed
from stills.options import ExtractionOptions


def upload_arrived(services: Services, video: Video) -> bool:
    """Queues a video whose file is there and has the announced size. False if there is no file."""
    source = services.objects.video(video.source_key)
    if source is None:
        return False
    if is_large(video.size):  # another upload may have been started for the same file
        services.objects.abort_uploads(video.source_key)
    if source.size == video.size:
        queue(services, video, source.etag)
    else:
        fail(services, video, upload_mismatch(source.size, video.size))
    return True


def queue(services: Services, video: Video, source_etag: str) -> None:
    now = services.now()
    queued = services.videos.move(
        video,
        "queued",
        now,
        queued_at=now,
        due_at=(now + QUEUED_PATIENCE).timestamp(),
        waiting_since=now.timestamp(),
        source_etag=source_etag,
        upload_id=None,
    )
    if queued:
        turns.start_waiting(services, video.user_id)


def extract_again(
    services: Services, video: Video, options: ExtractionOptions, claim: Claim | None = None
) -> Video:
    """Queues a new extraction. The same request under the same claim queues it once.

    Raises WrongStatus, SourceMissing, TooManyExtractions, IdempotencyKeyReused.
    """
    if repeated := _repeated(services, video, claim):
        return repeated
    if video.status not in FINISHED:
        raise WrongStatus(f"The latest extraction {IN_WORDS[video.status]}.")
    if video.extraction >= MAX_EXTRACTIONS:
        raise TooManyExtractions
    source = services.objects.video(video.source_key)
    if source is None or source.size != video.size:
        raise SourceMissing
    if video.due_at is not None:
        finish(services, video)  # the next extraction takes the place of what is still to be done
    now = services.now()
    queued = services.videos.restart(
        video,
        claim,
        now,
        options=options,
        source_etag=source.etag,
        queued_at=now,
        due_at=(now + QUEUED_PATIENCE).timestamp(),
        waiting_since=now.timestamp(),
        publications=0,
        progress=0,
        images=0,
        started_at=None,
        finished_at=None,
        failure=None,
        archive=None,
        warnings=None,
    )
    if queued is not None:
        turns.start_waiting(services, video.user_id)
        return queued
    if repeated := _repeated(services, video, claim):
        return repeated
    raise WrongStatus("Another extraction of this video was started at the same time.")


def _repeated(services: Services, video: Video, claim: Claim | None) -> Video | None:
    """The video with the extraction that an earlier request under the claim's key queued."""
    number = claim and services.videos.claimed(video.user_id, claim, services.now())
    current = services.videos.get(video.user_id, video.video_id) if number else None
    if not number or current is None or current.extraction == int(number):
        return current
    made = services.videos.extraction(current, int(number))
    return None if made is None else current.with_latest(made)


def cancel(services: Services, video: Video) -> Video:
    """Stops an upload or an extraction. Raises WrongStatus if there is nothing to stop."""
    if video.status == "canceled":
        return video
    now = services.now()
    due = (now + CLEAN_CANCELED_AFTER).timestamp()
    canceled = services.videos.move(
        video, "canceled", now, finished_at=now, due_at=due, upload_id=None
    )
    if canceled is None:
        current = services.videos.get(video.user_id, video.video_id) or video
        if current.status == "canceled":  # by a request at the same time
            return current
        words = IN_WORDS[current.status]
        raise WrongStatus(f"There is nothing to cancel: the latest extraction {words}.")
    if canceled.publications:
        services.objects.mark_canceled(canceled)
        turns.end_turn(services, canceled)
    if video.upload_id:
        services.objects.abort_multipart(video.source_key, video.upload_id)
    return canceled


def started(services: Services, video: Video, at: datetime) -> None:
    """The worker started at the time `at` by its own clock; by this one, not before the job was
    queued and not after now. If the job was started twice, the later start counts."""
    now = services.now()
    times = [time for time in (at, video.queued_at, video.started_at) if time is not None]
    due = (now + WORKER_SILENCE).timestamp()
    services.videos.move(video, "processing", now, started_at=min(max(times), now), due_at=due)


def progressed(services: Services, video: Video, fraction: float, images: int) -> None:
    now = services.now()
    due = (now + WORKER_SILENCE).timestamp()
    services.videos.progress(video, now, fraction, images=images, due_at=due)


def hand_on(services: Services, video: Video) -> None:
    """Gives the job of a worker that is silent to another one, unless its result is there."""
    where = (video.user_id, video.video_id, video.extraction, video.attempt)
    manifest = services.objects.manifest(keys.manifest(*where))
    if manifest is not None:
        archive = Archive(len(manifest.images), manifest.archive_size or 0)
        complete(services, video, archive, manifest.warnings)
        return
    if video.attempt >= MAX_ATTEMPTS:
        fail(services, video, failures.WORKER_FAILED)
        return
    now = services.now()
    due = (now + QUEUED_PATIENCE).timestamp()
    queued = services.videos.hand_on(
        video, now, due_at=due, publications=1, progress=0, images=0, started_at=None
    )
    if queued:
        services.objects.mark_canceled(video)
        turns.publish_job(services, queued)


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
        completed=video.extraction,
        warnings=warnings,
        due_at=(now + ANNOUNCE_PATIENCE).timestamp(),
    )
    finish_latest(services, video)


def fail(services: Services, video: Video, failure: Failure) -> None:
    now = services.now()
    services.videos.move(
        video,
        "failed",
        now,
        finished_at=now,
        failure=failure,
        due_at=(now + ANNOUNCE_PATIENCE).timestamp(),
        upload_id=None,
    )
    finish_latest(services, video)


def finish_latest(services: Services, video: Video) -> None:
    """Does what is still to be done for the video as it is now, if its extraction has ended."""
    current = services.videos.get(video.user_id, video.video_id)
    if current is not None and current.status in ("completed", "failed"):
        finish(services, current)


def finish(services: Services, video: Video) -> None:
    """Does what is still to be done for a video whose latest extraction has ended: its turn is
    passed on, its owner is notified, and a canceled or failed extraction leaves no images and no
    upload."""
    if video.due_at is None:
        return
    turns.end_turn(services, video)
    if video.status == "canceled":
        services.objects.abort_uploads(video.source_key)
    if video.status != "completed" and video.publications:
        delete_unwanted(services, video.user_id, video.video_id, video.extraction)
    if video.status != "canceled":
        services.events.publish(_ending(services, video))
    services.videos.settle(video, services.now())


def delete_unwanted(
    services: Services, user_id: str, video_id: str, extraction: int, attempt: int | None = None
) -> None:
    """Deletes the images of an extraction, or of one attempt at it, that must not exist. The
    markers that stop it stay."""
    prefix = keys.extraction_prefix(user_id, video_id, extraction)
    if attempt is not None:
        prefix = keys.attempt_prefix(user_id, video_id, extraction, attempt)
    services.objects.delete_images(prefix, keep=keys.is_cancel_marker)


def is_wanted(services: Services, video: Video | None, extraction: int, attempt: int) -> bool:
    """Whether the images of an attempt at an extraction are, or may become, those of the video."""
    found: Extraction | None = None
    if video is not None:
        found = services.videos.extraction(video, extraction)
    return (
        found is not None
        and found.attempt == attempt
        and (found.status in ACTIVE or found.status == "completed")
    )


def _ending(services: Services, video: Video) -> ExtractionCompleted | ExtractionFailed:
    about: dict[str, Any] = {
        "user_id": video.user_id,
        "video_id": video.video_id,
        "extraction": video.extraction,
        "attempt": video.attempt,
        "at": services.now(),
        "video_name": video.filename,
    }
    if video.failure:
        return ExtractionFailed(**about, code=video.failure.code, reason=video.failure.reason)
    return ExtractionCompleted(**about, images=video.images)
