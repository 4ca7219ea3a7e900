"""What the videos table holds, by PynamoDB."""

from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct
from pynamodb.attributes import (
    Attribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.constants import STRING
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from stills.manifest import Source
from stills.options import ExtractionOptions

T = TypeVar("T")


class Failure(Struct, frozen=True):
    """Why there are no images: a stable code, and a sentence that a user understands."""

    code: str
    reason: str


class Archive(Struct, frozen=True):
    """The zip: how many images it holds and its size in bytes."""

    images: int
    size: int


class Media(Source, frozen=True, kw_only=True):
    """What the worker saw of the video; `keyframes` are those that its index tells of."""

    keyframes: int


class PastExtraction(Struct, frozen=True, kw_only=True):
    """An extraction that a newer one of the same video has followed."""

    number: int
    status: str
    options: ExtractionOptions
    queued_at: datetime | None
    finished_at: datetime | None
    failure: Failure | None
    archive: Archive | None
    warnings: tuple[str, ...]


class StructAttribute(Attribute[T], Generic[T]):
    """A msgspec type, kept as JSON text."""

    attr_type = STRING

    def __init__(self, kind: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._decoder = msgspec.json.Decoder(kind)

    def serialize(self, value: T) -> str:
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> T:
        decoded: T = self._decoder.decode(value)
        return decoded


class DueIndex(GlobalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """Sparse: only videos that the sweep must look at from `due_at` on have one."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    status = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class VideoRecord(Model):
    """A video with its latest extraction; `history` keeps the ones before.

    `due_at` (seconds since the epoch) is when the sweep looks after the video; a finished one
    keeps it until its owner's e-mail is on its way. `expires_at` is DynamoDB's TTL.
    """

    class Meta:
        table_name = "set by VideoTable"

    due = DueIndex()

    user_id = UnicodeAttribute(hash_key=True)
    video_id = UnicodeAttribute(range_key=True)
    filename = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    size = NumberAttribute()
    source_key = UnicodeAttribute()
    upload_id = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()

    status = UnicodeAttribute()
    extraction = NumberAttribute(default=1)
    options = StructAttribute[ExtractionOptions](ExtractionOptions)
    publications = NumberAttribute(default=0)
    progress = NumberAttribute(default=0)
    images = NumberAttribute(default=0)
    queued_at = UTCDateTimeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    finished_at = UTCDateTimeAttribute(null=True)
    failure = StructAttribute[Failure](Failure, null=True)
    archive = StructAttribute[Archive](Archive, null=True)
    media = StructAttribute[Media](Media, null=True)
    warnings = StructAttribute[tuple[str, ...]](tuple[str, ...], null=True)
    history = StructAttribute[tuple[PastExtraction, ...]](tuple[PastExtraction, ...], null=True)

    due_at = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)


class ClaimRecord(Model):
    """What a request under an idempotency key made, in the same table under a key of its own."""

    class Meta:
        table_name = "set by VideoTable"

    user_id = UnicodeAttribute(hash_key=True)
    video_id = UnicodeAttribute(range_key=True)
    fingerprint = UnicodeAttribute()
    made = UnicodeAttribute()
    expires_at = TTLAttribute()
