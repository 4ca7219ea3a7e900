"""The state machine of videos: which event leads from where to where, and what follows.

The repository takes the condition of each write from it, and `effects` what is to be done
afterwards. docs/states.md draws it. An event that finds a video in any other status is late, a
duplicate or out of order, and changes nothing.
"""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib import limits
from chalicelib.videos.status import ACTIVE, FINISHED, NOT_UPLOADED, StoredStatus

Event = Literal[
    "file_arrived",
    "wrong_file_arrived",
    "upload_expired",
    "turn_came",
    "work_started",
    "work_progressed",
    "work_succeeded",
    "video_opened",
    "work_failed",
    "worker_fell_silent",
    "canceled",
    "requested_again",
    "deleted",
]

Effect = Literal[
    "start_waiting",
    "publish_job",
    "stop_worker",
    "abort_uploads",
    "pass_turn_on",
    "delete_images",
    "delete_other_attempts",
    "delete_objects",
    "announce",
]


class Transition(Struct, frozen=True):
    """From one of the `sources` to a status, if the `guard` holds, which the write checks too. The
    `effects` follow at once; if the function dies before, the sweep makes up for them."""

    sources: frozenset[StoredStatus]
    to: StoredStatus
    guard: str = ""
    effects: tuple[Effect, ...] = ()


TRANSITIONS: dict[Event, Transition] = {
    # `expired`: a late upload is still the user's upload.
    "file_arrived": Transition(NOT_UPLOADED, "queued", effects=("start_waiting",)),
    "wrong_file_arrived": Transition(NOT_UPLOADED, "failed"),
    "upload_expired": Transition(frozenset({"awaiting_upload"}), "expired", "", ("abort_uploads",)),
    "turn_came": Transition(
        frozenset({"queued"}), "queued", "it waits for a free turn", ("publish_job",)
    ),
    # `queued`: the worker's messages may overtake each other.
    "work_started": Transition(ACTIVE, "processing"),
    "work_progressed": Transition(ACTIVE, "processing", "further than before"),
    "work_succeeded": Transition(ACTIVE, "completed"),
    "video_opened": Transition(ACTIVE, "opened", "no extraction was requested"),
    "work_failed": Transition(ACTIVE, "failed"),
    "worker_fell_silent": Transition(
        frozenset({"processing"}), "queued", "next attempt", ("stop_worker", "publish_job")
    ),
    "canceled": Transition(
        NOT_UPLOADED | ACTIVE, "canceled", "", ("stop_worker", "pass_turn_on", "abort_uploads")
    ),
    "requested_again": Transition(
        FINISHED, "queued", "next extraction, or opened again; nothing is owed", ("start_waiting",)
    ),
    "deleted": Transition(NOT_UPLOADED | ACTIVE | FINISHED, "deleted", "", ("stop_worker",)),
}

OWED: dict[StoredStatus, tuple[Effect, ...]] = {
    "opened": ("pass_turn_on",),
    "completed": ("pass_turn_on", "delete_other_attempts", "announce"),
    "failed": ("pass_turn_on", "delete_images", "announce"),
    "canceled": ("pass_turn_on", "abort_uploads", "delete_images"),
    "deleted": ("pass_turn_on", "delete_objects"),
}
"""What is owed in a status. The due time of the video is removed when all of it is done."""

PATIENCE: dict[StoredStatus, timedelta] = {
    "awaiting_upload": limits.CHECK_UPLOAD_EVERY,
    "queued": limits.QUEUED_PATIENCE,
    "processing": limits.WORKER_SILENCE,
    "opened": limits.ANNOUNCE_PATIENCE,
    "completed": limits.ANNOUNCE_PATIENCE,
    "failed": limits.ANNOUNCE_PATIENCE,
    "expired": limits.CHECK_EXPIRED_EVERY,
    "canceled": limits.CLEAN_CANCELED_AFTER,
    "deleted": limits.DELETION_PASSES[0],
}
"""When the sweep looks at a video after a transition to a status, if nothing happens to it."""


def after(status: StoredStatus, event: Event) -> StoredStatus | None:
    """The status to which an event leads, if its guard holds; None if it changes nothing."""
    transition = TRANSITIONS[event]
    return transition.to if status in transition.sources else None


def due_after(status: StoredStatus, at: datetime) -> float:
    """The due time of a video that gets a status, in seconds since the epoch."""
    return (at + PATIENCE[status]).timestamp()
