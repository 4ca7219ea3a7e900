"""The items of the videos table, as PynamoDB models."""

from typing import Any, Generic, TypeVar

import msgspec
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

from chalicelib.videos.model import Archive, Media, PastExtraction
from contracts.failures import Failure
from stills.options import ExtractionOptions

T = TypeVar("T")


class StructAttribute(Attribute[T], Generic[T]):
    """A msgspec type, stored as JSON text."""

    attr_type = STRING

    def __init__(self, kind: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._decoder = msgspec.json.Decoder(kind)

    def serialize(self, value: T) -> str:
        return msgspec.json.encode(value).decode()

    def deserialize(self, value: str) -> T:
        decoded: T = self._decoder.decode(value)
        return decoded


class TableSettings:
    """The table's name comes from the repository.

    A request that DynamoDB does not answer fails after at most 3 x (2 + 4) seconds and less than 3
    seconds of pauses, which leaves time to answer 503 before the function is stopped (29 s).
    """

    table_name = "set by VideoRepository"
    connect_timeout_seconds = 2
    read_timeout_seconds = 4
    max_retry_attempts = 2


class DueIndex(GlobalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """Sparse: it contains only videos with a `due_at`."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    status = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class VideoRecord(Model):
    """See `chalicelib.videos.model.Video`. `expires_at` is DynamoDB's time to live."""

    class Meta(TableSettings):
        pass

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
    """What was created under an idempotency key; it has a key of its own in the same table."""

    class Meta(TableSettings):
        pass

    user_id = UnicodeAttribute(hash_key=True)
    video_id = UnicodeAttribute(range_key=True)
    fingerprint = UnicodeAttribute()
    made = UnicodeAttribute()
    expires_at = TTLAttribute()
