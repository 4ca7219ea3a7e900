"""What moves a video from status to status, by the table of `transitions`.

Each function may run again with the same input at any time: the conditional write decides what is
legal, and an event is published only after its move is durable. A video has a `due_at` while
something is still to be done for its status, so that the sweep finishes what a function left undone
that stopped between the write and its effects.
"""

from datetime import datetime
from typing import Any

from chalicelib.errors import SourceMissing, TooManyExtractions, WrongStatus
from chalicelib.limits import MAX_ATTEMPTS, MAX_EXTRACTIONS
from chalicelib.services import Services
from chalicelib.videos import effects
from chalicelib.videos.model import Archive, Claim, Extraction, Video
from chalicelib.videos.parts import is_large
from chalicelib.videos.status import ACTIVE, FINISHED, IN_WORDS
from chalicelib.videos.transitions import OWED, TRANSITIONS, Event
from contracts import failures, keys
from contracts.failures import Failure, upload_mismatch
from contracts.messages import OPENING, WorkSucceeded
from stills.manifest import Manifest
from stills.options import ExtractionOptions


def move(services: Services, video: Video, event: Event, **changes: Any) -> Video | None:
    """Makes the transition of an event, and performs its effects. None if it is not legal now."""
    moved = services.videos.move(video, event, services.now(), **changes)
    if moved is not None:
        effects.perform(services, TRANSITIONS[event].effects, video, moved)
    return moved


def upload_arrived(services: Services, video: Video) -> bool:
    """Queues a video whose file is there and has the announced size. False if there is no file."""
    source = services.objects.video(video.source_key)
    if source is None:
        return False
    if is_large(video.size):  # another upload may have been started for the same file
        services.objects.abort_uploads(video.source_key)
    if source.size == video.size:
        now = services.now()
        new = {"queued_at": now, "waiting_since": now.timestamp(), "source_etag": source.etag}
        move(services, video, "file_arrived", **new, upload_id=None)
    else:
        mismatch = upload_mismatch(source.size, video.size)
        fail(services, video, mismatch, "wrong_file_arrived")
    return True


def extract_again(
    services: Services, video: Video, options: ExtractionOptions, claim: Claim | None = None
) -> Video:
    """Queues a new extraction. The same request under the same claim queues it once.

    Raises WrongStatus, SourceMissing, TooManyExtractions, IdempotencyKeyReused.
    """
    if repeated := _repeated(services, video, claim):
        return repeated
    return _request(services, video, video.extraction + 1, 1, options, claim)


def retry(services: Services, video: Video) -> Video:
    """Queues the failed extraction of a video again, as a new one with the same options. A video
    that could not be opened is opened again: of that, there is no other number.

    Raises WrongStatus, SourceMissing, TooManyExtractions.
    """
    if video.status != "failed":
        words = IN_WORDS[video.status]
        raise WrongStatus(f"Only a failed extraction can be retried; the latest one {words}.")
    if video.extraction == OPENING:
        return _request(services, video, OPENING, video.attempt + 1, video.options, None)
    return _request(services, video, video.extraction + 1, 1, video.options, None)


def _request(
    services: Services,
    video: Video,
    number: int,
    attempt: int,
    options: ExtractionOptions,
    claim: Claim | None,
) -> Video:
    if video.status not in FINISHED:
        raise WrongStatus(f"The latest extraction {IN_WORDS[video.status]}.")
    if max(number, attempt) > MAX_EXTRACTIONS:
        raise TooManyExtractions
    source = services.objects.video(video.source_key)
    if source is None or source.size != video.size:
        raise SourceMissing
    if video.due_at is not None:
        finish(services, video)  # the next extraction takes the place of what is still to be done
    now = services.now()
    queued = services.videos.restart(
        video,
        number,
        attempt,
        claim,
        now,
        options=options,
        source_etag=source.etag,
        queued_at=now,
        waiting_since=now.timestamp(),
        publications=0,
        progress=0,
        images=0,
        started_at=None,
        finished_at=None,
        failure=None,
        archive=None,
        warnings=None,
        dropped=None,
        decoded_until=None,
    )
    if queued is not None:
        effects.perform(services, TRANSITIONS["requested_again"].effects, video, queued)
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
    canceled = move(services, video, "canceled", finished_at=services.now(), upload_id=None)
    if canceled is not None:
        return canceled
    current = services.videos.get(video.user_id, video.video_id) or video
    if current.status == "canceled":  # by a request at the same time
        return current
    words = IN_WORDS[current.status]
    raise WrongStatus(f"There is nothing to cancel: the latest extraction {words}.")


def started(services: Services, video: Video, at: datetime) -> None:
    """The worker started at the time `at` by its own clock; by this one, not before the job was
    queued and not after now. If the job was started twice, the later start counts."""
    times = [time for time in (at, video.queued_at, video.started_at) if time is not None]
    move(services, video, "work_started", started_at=min(max(times), services.now()))


def progressed(services: Services, video: Video, fraction: float, images: int) -> None:
    services.videos.progress(video, services.now(), fraction, images=images)


def hand_on(services: Services, video: Video) -> None:
    """Gives the job of a worker that is silent to another one, unless its result is there."""
    where = (video.user_id, video.video_id, video.extraction, video.attempt)
    manifest = services.objects.manifest(keys.manifest(*where))
    if manifest is not None:
        archive = Archive(len(manifest.images), manifest.archive_size or 0)
        complete(services, video, archive, manifest)
        return
    if video.attempt >= MAX_ATTEMPTS:
        fail(services, video, failures.WORKER_FAILED)
        return
    queued = services.videos.hand_on(
        video, services.now(), publications=1, progress=0, images=0, started_at=None
    )
    if queued is not None:
        effects.perform(services, TRANSITIONS["worker_fell_silent"].effects, video, queued)


def complete(
    services: Services, video: Video, archive: Archive, found: Manifest | WorkSucceeded
) -> None:
    """`found` says what was unusual."""
    now = services.now()
    completed = move(
        services,
        video,
        "work_succeeded",
        finished_at=now,
        progress=1,
        images=archive.images,
        archive=archive,
        completed=video.extraction,
        warnings=found.warnings,
        dropped=found.dropped,
        decoded_until=found.decoded_until,
    )
    if completed is not None and completed.queued_at is not None:
        services.metrics.extraction_completed((now - completed.queued_at).total_seconds())
    if completed is not None and completed.turn_at is not None:
        services.metrics.turn_taken((now - completed.turn_at).total_seconds())
    finish_latest(services, video)


def opened(services: Services, video: Video) -> None:
    """A worker has opened a video of which no extraction was requested."""
    move(services, video, "video_opened", finished_at=services.now(), progress=1)
    finish_latest(services, video)


def fail(services: Services, video: Video, failure: Failure, event: Event = "work_failed") -> None:
    new: dict[str, Any] = {"finished_at": services.now(), "failure": failure, "upload_id": None}
    if move(services, video, event, **new) is not None:
        services.metrics.extraction_failed()
    finish_latest(services, video)


def finish_latest(services: Services, video: Video) -> None:
    """Does what is still to be done for the video as it is now, if its extraction has ended."""
    current = services.videos.get(video.user_id, video.video_id)
    if current is not None and current.status in ("opened", "completed", "failed"):
        finish(services, current)


def finish(services: Services, video: Video) -> None:
    """Does what is owed for a video whose latest extraction has ended."""
    if video.due_at is not None:
        effects.perform(services, OWED[video.status], video, video)
        services.videos.settle(video, services.now())


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
