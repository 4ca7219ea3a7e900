"""What follows the transitions of a video. To perform an effect again does no harm."""

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib.services import Services
from chalicelib.videos import turns
from chalicelib.videos.model import Video
from chalicelib.videos.parts import is_large
from chalicelib.videos.transitions import Effect
from contracts import keys
from contracts.messages import ExtractionCompleted, ExtractionFailed


def perform(services: Services, effects: Iterable[Effect], before: Video, video: Video) -> None:
    """Performs effects of a transition: `before` is the video as it was, `video` as it is now."""
    for effect in effects:
        _PERFORM[effect](services, before, video)


def _start_waiting(services: Services, before: Video, video: Video) -> None:
    turns.start_waiting(services, video.user_id)


def _publish_job(services: Services, before: Video, video: Video) -> None:
    turns.publish_job(services, video)


def _stop_worker(services: Services, before: Video, video: Video) -> None:
    """Stops the attempt that was running."""
    if video.publications:
        services.objects.mark_canceled(before)


def _abort_uploads(services: Services, before: Video, video: Video) -> None:
    if is_large(video.size):
        services.objects.abort_uploads(video.source_key)


def _pass_turn_on(services: Services, before: Video, video: Video) -> None:
    turns.end_turn(services, video)


def _delete_images(services: Services, before: Video, video: Video) -> None:
    if video.publications:
        delete_unwanted(services, video.user_id, video.video_id, video.extraction)


def _delete_other_attempts(services: Services, before: Video, video: Video) -> None:
    """Deletes what workers stored that died before they could say so."""
    if video.attempt == 1:
        return
    where = (video.user_id, video.video_id, video.extraction)
    own = keys.attempt_prefix(*where, video.attempt)
    services.objects.delete_images(
        keys.extraction_prefix(*where),
        keep=lambda key: key.startswith(own) or keys.is_cancel_marker(key),
    )


def _delete_objects(services: Services, before: Video, video: Video) -> None:
    delete_objects(services, keys.video_prefix(video.user_id, video.video_id))


def _announce(services: Services, before: Video, video: Video) -> None:
    about: dict[str, Any] = {
        "user_id": video.user_id,
        "video_id": video.video_id,
        "extraction": video.extraction,
        "attempt": video.attempt,
        "at": services.now(),
        "video_name": video.filename,
    }
    if video.failure:
        about |= {"code": video.failure.code, "reason": video.failure.reason}
        services.events.publish(ExtractionFailed(**about))
    else:
        services.events.publish(
            ExtractionCompleted(
                **about,
                images=video.images,
                archive_size=video.archive.size if video.archive else 0,
                seconds=_seconds_taken(video),
            )
        )


def _seconds_taken(video: Video) -> float | None:
    if video.started_at is None or video.finished_at is None:
        return None
    return max(0.0, (video.finished_at - video.started_at).total_seconds())


def delete_unwanted(
    services: Services, user_id: str, video_id: str, extraction: int, attempt: int | None = None
) -> None:
    """Deletes the images of an extraction, or of one attempt at it, that must not exist. The
    markers that stop it stay."""
    prefix = keys.extraction_prefix(user_id, video_id, extraction)
    if attempt is not None:
        prefix = keys.attempt_prefix(user_id, video_id, extraction, attempt)
    services.objects.delete_images(prefix, keep=keys.is_cancel_marker)


def delete_objects(services: Services, prefix: str, *, is_last: bool = False) -> None:
    """Deletes objects and aborts uploads. The markers that stop running extractions stay until the
    last pass."""
    services.objects.abort_uploads(prefix)
    services.objects.delete_all(prefix, keep=lambda key: not is_last and keys.is_cancel_marker(key))


_PERFORM: dict[Effect, Callable[[Services, Video, Video], None]] = {
    "start_waiting": _start_waiting,
    "publish_job": _publish_job,
    "stop_worker": _stop_worker,
    "abort_uploads": _abort_uploads,
    "pass_turn_on": _pass_turn_on,
    "delete_images": _delete_images,
    "delete_other_attempts": _delete_other_attempts,
    "delete_objects": _delete_objects,
    "announce": _announce,
}
