"""The statuses of a video, which are those of its latest extraction."""

from typing import Literal

Status = Literal[
    "awaiting_upload",
    "queued",
    "processing",
    "opened",
    "completed",
    "failed",
    "expired",
    "canceled",
]
"""What clients see. `opened`: it is known what the video is, and no extraction was requested."""

StoredStatus = Status | Literal["deleted"]
"""A deleted video is invisible. It stays until nothing can be stored for it any more."""

NOT_UPLOADED: frozenset[StoredStatus] = frozenset({"awaiting_upload", "expired"})
ACTIVE: frozenset[StoredStatus] = frozenset({"queued", "processing"})
FINISHED: frozenset[StoredStatus] = frozenset({"opened", "completed", "failed", "canceled"})

IN_WORDS: dict[StoredStatus, str] = {
    "awaiting_upload": "is waiting for the upload",
    "queued": "is waiting to be processed",
    "processing": "is being processed",
    "opened": "has not been requested",
    "completed": "is complete",
    "failed": "failed",
    "expired": "expired because nothing was uploaded in time",
    "canceled": "was canceled",
    "deleted": "was deleted",
}
"""Predicates for sentences about an extraction."""
