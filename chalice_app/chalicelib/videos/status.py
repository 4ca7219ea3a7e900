"""The statuses of a video's latest extraction, and the legal moves between them."""

from typing import Literal

Status = Literal[
    "awaiting_upload", "queued", "processing", "completed", "failed", "expired", "canceled"
]
"""What clients see."""

StoredStatus = Status | Literal["deleted"]
"""A deleted video is invisible. It stays until nothing can be stored for it any more."""

# Where each status may come from. An event that would cause any other move is late, a duplicate or
# out of order: it changes nothing. `completed` may come from `queued` because the worker's
# `started` may arrive after its `succeeded`; `queued` from `expired` because a late upload is still
# the user's upload. A finished video can only be queued again with a new extraction, and a job
# whose worker is silent with a new attempt.
_COMES_FROM: dict[Status, frozenset[Status]] = {
    "awaiting_upload": frozenset(),
    "queued": frozenset({"awaiting_upload", "expired"}),
    "processing": frozenset({"queued", "processing"}),
    "completed": frozenset({"queued", "processing"}),
    "failed": frozenset({"awaiting_upload", "expired", "queued", "processing"}),
    "expired": frozenset({"awaiting_upload"}),
    "canceled": frozenset({"awaiting_upload", "expired", "queued", "processing"}),
}

NOT_UPLOADED: frozenset[Status] = frozenset({"awaiting_upload", "expired"})
ACTIVE: frozenset[Status] = frozenset({"queued", "processing"})
FINISHED: frozenset[Status] = frozenset({"completed", "failed", "canceled"})

IN_WORDS: dict[StoredStatus, str] = {
    "awaiting_upload": "is waiting for the upload",
    "queued": "is waiting to be processed",
    "processing": "is being processed",
    "completed": "is complete",
    "failed": "failed",
    "expired": "expired because nothing was uploaded in time",
    "canceled": "was canceled",
    "deleted": "was deleted",
}
"""Predicates for sentences about an extraction."""


def comes_from(status: Status) -> frozenset[Status]:
    return _COMES_FROM[status]
