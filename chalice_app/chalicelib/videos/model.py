"""A video with its extractions, as the use cases see it."""

from datetime import datetime

from msgspec import Struct

from chalicelib.videos.status import Status
from contracts.failures import Failure
from stills.manifest import Source
from stills.options import ExtractionOptions


class Archive(Struct, frozen=True):
    """The zip: how many images it contains, and its size in bytes."""

    images: int
    size: int


class Media(Source, frozen=True, kw_only=True):
    """What the worker found out about the video; `keyframes` are those listed in its index."""

    keyframes: int


class PastExtraction(Struct, frozen=True, kw_only=True):
    """An extraction that was followed by a newer one of the same video."""

    number: int
    status: Status
    options: ExtractionOptions
    queued_at: datetime | None
    finished_at: datetime | None
    failure: Failure | None
    archive: Archive | None
    warnings: tuple[str, ...]


class Video(Struct, frozen=True, kw_only=True):
    """A video with its latest extraction; `history` lists the earlier ones.

    `size` is in bytes. `publications` counts how often the job was published. `due_at` (seconds
    since the epoch) is when the sweep looks at the video; a finished video keeps it until its
    owner's e-mail is on its way. DynamoDB deletes the video after `expires_at`.
    """

    user_id: str
    video_id: str
    filename: str
    description: str | None = None
    size: int
    source_key: str
    upload_id: str | None = None
    created_at: datetime
    updated_at: datetime

    status: Status
    extraction: int = 1
    options: ExtractionOptions
    publications: int = 0
    progress: float = 0.0
    images: int = 0
    queued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure: Failure | None = None
    archive: Archive | None = None
    media: Media | None = None
    warnings: tuple[str, ...] = ()
    history: tuple[PastExtraction, ...] = ()

    due_at: float | None = None
    expires_at: datetime | None = None
