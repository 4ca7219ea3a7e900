"""A video with its extractions, as the use cases see it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.videos.status import StoredStatus
from contracts.failures import Failure
from stills.manifest import Source
from stills.options import ExtractionOptions
from stills.schema import about
from stills.warnings import VideoWarning


class Claim(Struct, frozen=True):
    """That a request under an idempotency key creates something. `request` is its content."""

    key: str
    request: bytes


class Usage(Struct, frozen=True):
    """How many videos a user has added on a day (UTC), and their size in bytes. `day` is empty if
    there was none."""

    day: str = ""
    videos: int = 0
    size: int = 0


def day_of(time: datetime) -> str:
    return time.astimezone(UTC).date().isoformat()


class Archive(Struct, frozen=True):
    """The zip: how many images it contains, and its size in bytes."""

    images: int
    size: int


class Media(Source, frozen=True, kw_only=True):
    """What the worker found out about the video."""

    keyframes: Annotated[
        int, about("Number of keyframes that the file lists in its index; 0 if it has none", 31)
    ]


class ExtractionState(Struct, frozen=True, kw_only=True):
    """How an extraction was asked for and what became of it. `attempt` counts the runs of its job:
    only the last one's results are accepted. `warnings`, `dropped` and `decoded_until` are those
    of its manifest."""

    attempt: int = 1
    status: StoredStatus
    options: ExtractionOptions
    queued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure: Failure | None = None
    archive: Archive | None = None
    warnings: tuple[VideoWarning, ...] = ()
    dropped: dict[str, int] = {}
    decoded_until: float | None = None


class Extraction(ExtractionState, frozen=True, kw_only=True):
    """One extraction of a video."""

    number: int


class Video(ExtractionState, frozen=True, kw_only=True):
    """A video with its latest extraction. Earlier ones are items of their own.

    `size` is in bytes. `source_etag` is that of the object which was uploaded. `publications`
    counts how often the job was published, and `waiting_since` (seconds since the epoch) is since
    when it waits for its turn to be published, which came at `turn_at`. `extraction` is OPENING
    before the first one, if that was not requested with the upload. `completed` is the number of
    the latest completed extraction. `due_at` (seconds since the epoch) is when the sweep looks at
    the video; a finished video keeps it until its owner's e-mail is on its way.
    """

    user_id: str
    video_id: str
    filename: str
    description: str | None = None
    size: int
    source_key: str
    source_etag: str | None = None
    upload_id: str | None = None
    created_at: datetime
    updated_at: datetime

    extraction: int = 1
    publications: int = 0
    waiting_since: float | None = None
    turn_at: datetime | None = None
    progress: float = 0.0
    images: int = 0
    completed: int | None = None
    media: Media | None = None

    due_at: float | None = None
    deleted_at: datetime | None = None

    @property
    def latest(self) -> Extraction:
        return Extraction(number=self.extraction, **_state_of(self))

    def with_latest(self, extraction: Extraction) -> "Video":
        """The video as it was when this extraction was the latest one."""
        archive = extraction.archive
        return replace(
            self,
            extraction=extraction.number,
            progress=float(archive is not None),
            images=0 if archive is None else archive.images,
            **_state_of(extraction),
        )


def _state_of(extraction: ExtractionState) -> dict[str, Any]:
    return {name: getattr(extraction, name) for name in ExtractionState.__struct_fields__}
