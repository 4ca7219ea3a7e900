"""The messages on the two topics, as JSON. The SNS attribute `type` repeats a message's tag.

The Video API publishes on `api-events`, the worker on `worker-events`. A consumer parses each
message strictly, with `decode_api_event` or `decode_worker_event`, before it uses it.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from stills.manifest import Source
from stills.options import ExtractionOptions
from stills.schema import about
from stills.syntax import END_OF_TEXT
from stills.warnings import VideoWarning

FailureCode = Annotated[str, Meta(pattern=r"^[a-z][a-z_]{1,63}" + END_OF_TEXT)]
"""Stable, in snake_case: `not_a_video`, `timed_out`, ... Not a closed set, so that a consumer of an
older release can read the failures of a newer one."""

UserId = Annotated[str, Meta(pattern=r"^[0-9a-zA-Z_:-]{1,128}" + END_OF_TEXT)]
VideoId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}" + END_OF_TEXT,
        extra={"noun": "the id of a video, a UUID"},
    ),
    about("The id of the video, a UUID", "01890000-0000-7000-8000-000000000000"),
]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]


OPENING = 0
"""The number of the job that only opens a video, before its first extraction."""


class _Message(Struct, frozen=True, kw_only=True):
    """What every message contains: the owner, the video, the extraction with the attempt at it,
    and the time. Extractions are numbered from 1; OPENING stands for none."""

    version: Literal[1] = 1
    user_id: UserId
    video_id: VideoId
    extraction: Annotated[int, Meta(ge=OPENING)]
    attempt: Annotated[int, Meta(ge=1)] = 1
    at: Annotated[datetime, Meta(tz=True)]


class ExtractionRequested(_Message, frozen=True, kw_only=True, tag="extraction.requested"):
    """The job: extract images from the object `source_key` of the videos bucket, if it still has
    the `source_etag`. Its owner knows the video as `video_name`, by which the images may be
    named. If it is the OPENING, only find out what the video is."""

    source_key: Annotated[str, Meta(min_length=1, max_length=1024)]
    source_etag: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    video_name: str = ""
    options: ExtractionOptions


class ExtractionCompleted(_Message, frozen=True, kw_only=True, tag="extraction.completed"):
    """The images are stored; the owner is to be notified. The archive has `archive_size` bytes, and
    the job took so many `seconds`; older releases do not send them."""

    video_name: str
    images: Count
    archive_size: Count = 0
    seconds: Annotated[float, Meta(ge=0)] | None = None


class ExtractionFailed(_Message, frozen=True, kw_only=True, tag="extraction.failed"):
    """The extraction failed; the owner is to be notified. See `contracts.failures`."""

    video_name: str
    code: FailureCode
    reason: str


class WorkStarted(_Message, frozen=True, kw_only=True, tag="work.started"):
    """The worker started the job, possibly for a second time."""


class WorkOpened(_Message, frozen=True, kw_only=True, tag="work.opened"):
    """What the worker found out about the video. It is true for every extraction, however this one
    ends, and is the end of the OPENING. `keyframes` counts those that the container's index lists,
    0 if it lists none."""

    source: Source
    keyframes: Count


class WorkProgressed(_Message, frozen=True, kw_only=True, tag="work.progressed"):
    """`fraction` of the requested part of the video is done; `images` are in the archive."""

    fraction: Fraction
    images: Count


class WorkSucceeded(_Message, frozen=True, kw_only=True, tag="work.succeeded"):
    """The archive (`archive_size` bytes) and its manifest are in the images bucket. `dropped` and
    `decoded_until` are those of the manifest; older releases do not send them."""

    images: Count
    archive_size: Count
    warnings: tuple[VideoWarning, ...] = ()
    dropped: dict[str, Count] = {}
    decoded_until: float | None = None


class WorkFailed(_Message, frozen=True, kw_only=True, tag="work.failed"):
    """A permanent failure: another run of the job would fail in the same way."""

    code: FailureCode
    reason: str


ApiEvent = ExtractionRequested | ExtractionCompleted | ExtractionFailed
WorkerEvent = WorkStarted | WorkOpened | WorkProgressed | WorkSucceeded | WorkFailed

_api_decoder = msgspec.json.Decoder(ApiEvent)
_worker_decoder = msgspec.json.Decoder(WorkerEvent)


def type_of(message: ApiEvent | WorkerEvent) -> str:
    """The value of the SNS message attribute `type`, on which subscriptions filter."""
    return str(message.__struct_config__.tag)


def encode(message: ApiEvent | WorkerEvent) -> str:
    return msgspec.json.encode(message).decode()


def decode_api_event(body: str | bytes) -> ApiEvent:
    """Raises msgspec.ValidationError or msgspec.DecodeError on anything but an ApiEvent."""
    event: ApiEvent = _api_decoder.decode(body)
    return event


def decode_worker_event(body: str | bytes) -> WorkerEvent:
    """Raises msgspec.ValidationError or msgspec.DecodeError on anything but a WorkerEvent."""
    event: WorkerEvent = _worker_decoder.decode(body)
    return event
