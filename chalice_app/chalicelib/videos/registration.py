"""Registers videos: each is an item of the table before its file is uploaded."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace
from uuid6 import uuid7

from chalicelib import limits
from chalicelib.errors import AccountDeleted, QuotaExceeded, Unavailable, VideoNotFound
from chalicelib.services import Services
from chalicelib.videos import quotas
from chalicelib.videos.model import Claim, Usage, Video
from chalicelib.videos.transitions import due_after
from contracts import keys
from contracts.failures import quota_exceeded
from contracts.messages import OPENING
from stills.options import ExtractionOptions
from stills.schema import about

_ATTEMPTS = 10

FileName = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=255,
        pattern=r"^(?![\s\S]*[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069])",
        extra={"noun": "one line of text without control characters"},
    ),
    about(
        "The name of the video, which is only shown to people: one line without control characters",
        "holiday.mp4",
    ),
]
Description = Annotated[
    str,
    Meta(
        max_length=1000,
        pattern=r"^(?![\s\S]*[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069])",
        extra={"noun": "text without control characters, in one or more lines"},
    ),
]
DescriptionOrNull = Annotated[
    Description | None,
    about("Text about the video, in one or more lines; null if there is none", "Lisbon, day 2"),
]
RequestedOptions = Annotated[
    ExtractionOptions,
    about("Which images to extract; by default one per second", {"interval": 2.0, "width": 1280}),
]


class NewVideo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A video to be uploaded."""

    filename: FileName
    size: Annotated[
        int, Meta(ge=1, le=limits.MAX_UPLOAD), about("Size of the file in bytes", 84231337)
    ]
    description: DescriptionOrNull = None
    options: RequestedOptions = ExtractionOptions()
    extract: Annotated[
        bool,
        about(
            "Whether images are extracted as soon as the file is there; if not, the video is only "
            "opened, so that an extraction can be planned",
            True,
        ),
    ] = True


def create(services: Services, user_id: str, new: NewVideo, key: str | None) -> Video:
    """Creates a video that waits for its file. The same request under the same idempotency key
    returns the same video.

    Raises AccountDeleted, QuotaExceeded, IdempotencyKeyReused, and VideoNotFound if the video that
    the key stands for has been deleted.
    """

    def allowed() -> Usage:
        used = quotas.check(services, user_id, new.size)
        quotas.check_open_uploads(services, user_id)
        return used

    return _store(services, _video(services, user_id, new), _claim(new, key), allowed)


def create_from_inbox(services: Services, user_id: str, new: NewVideo, key: str) -> Video:
    """Creates a video whose file is there already. Above a quota, it is a failed one.

    Raises AccountDeleted, and VideoNotFound if the video has been deleted.
    """
    video, claim = _video(services, user_id, new), _claim(new, key)
    try:
        return _store(services, video, claim, lambda: quotas.check(services, user_id, new.size))
    except QuotaExceeded as error:
        now = services.now()
        due = due_after("failed", now)
        failure = quota_exceeded(error.detail)
        failed = replace(video, status="failed", failure=failure, finished_at=now, due_at=due)
        return _store(services, failed, claim, lambda: None)


def _store(
    services: Services, video: Video, claim: Claim | None, allowed: Callable[[], Usage | None]
) -> Video:
    """Stores the video, or returns the one that was stored under the claim before."""
    for _ in range(_ATTEMPTS):
        if claim and (made := services.videos.claimed(video.user_id, claim, services.now())):
            return _made_before(services, video.user_id, made)
        if services.videos.create(video, claim, allowed()):
            return video
        account = services.account_states.get(video.user_id)
        if account is not None and account.deleted_at is not None:
            raise AccountDeleted
    raise Unavailable("Other videos were registered at the same time; try again.")


def _made_before(services: Services, user_id: str, video_id: str) -> Video:
    created = services.videos.get(user_id, video_id)
    if created is None:
        raise VideoNotFound("The video that this Idempotency-Key created has been deleted.")
    return created


def _claim(new: NewVideo, key: str | None) -> Claim | None:
    return None if key is None else Claim(key, msgspec.json.encode(new))


def _video(services: Services, user_id: str, new: NewVideo) -> Video:
    now, video_id = services.now(), str(uuid7())
    return Video(
        user_id=user_id,
        video_id=video_id,
        filename=new.filename,
        description=new.description,
        size=new.size,
        options=new.options,
        extraction=1 if new.extract else OPENING,
        source_key=keys.source(user_id, video_id),
        status="awaiting_upload",
        created_at=now,
        updated_at=now,
        due_at=due_after("awaiting_upload", now),
    )
