"""The life of a video: the statuses and the moves between them that are legal."""

from typing import Literal

Status = Literal[
    "awaiting_upload", "queued", "processing", "completed", "failed", "expired", "canceled"
]

# What each status may come from. An event that would make any other move is late, a duplicate
# or out of order: it changes nothing. `completed` may come from `queued` because the worker's
# `started` may arrive after its `succeeded`; `queued` from `expired` because an upload that came
# late is still the user's upload. A finished video is queued again as a new extraction only.
_COMES_FROM: dict[Status, frozenset[Status]] = {
    "awaiting_upload": frozenset(),
    "queued": frozenset({"awaiting_upload", "expired"}),
    "processing": frozenset({"queued", "processing"}),
    "completed": frozenset({"queued", "processing"}),
    "failed": frozenset({"awaiting_upload", "expired", "queued", "processing"}),
    "expired": frozenset({"awaiting_upload"}),
    "canceled": frozenset({"awaiting_upload", "queued", "processing"}),
}

NOT_UPLOADED: frozenset[Status] = frozenset({"awaiting_upload", "expired"})
ACTIVE: frozenset[Status] = frozenset({"queued", "processing"})
FINISHED: frozenset[Status] = frozenset({"completed", "failed", "canceled"})


def comes_from(status: Status) -> frozenset[Status]:
    return _COMES_FROM[status]
