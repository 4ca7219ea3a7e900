"""The items about videos, as PynamoDB models. Each has a partition of the table by its hash key:
a user's videos, a video's earlier extractions, and a user's idempotency keys."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.table import StructAttribute, TableSettings
from chalicelib.videos.model import Archive, Media
from contracts.failures import Failure
from stills.options import ExtractionOptions


class DueIndex(GlobalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """Sparse: it contains only items with a `due_at`."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    status = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class StatusIndex(GlobalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """A user's videos by status, and within a status by age."""

    class Meta:
        index_name = "by_status"
        projection = KeysOnlyProjection()

    user_id = UnicodeAttribute(hash_key=True)
    listed_as = UnicodeAttribute(range_key=True)


class VideoRecord(Model):
    """See `chalicelib.videos.model.Video`. `listed_as` is the status with the id of the video."""

    class Meta(TableSettings):
        pass

    due = DueIndex()
    by_status = StatusIndex()

    user_id = UnicodeAttribute(hash_key=True)
    video_id = UnicodeAttribute(range_key=True)
    filename = UnicodeAttribute()
    description = UnicodeAttribute(null=True)
    size = NumberAttribute()
    source_key = UnicodeAttribute()
    source_etag = UnicodeAttribute(null=True)
    upload_id = UnicodeAttribute(null=True)
    created_at = UTCDateTimeAttribute()
    updated_at = UTCDateTimeAttribute()

    status = UnicodeAttribute()
    listed_as = UnicodeAttribute(null=True)
    extraction = NumberAttribute(default=1)
    attempt = NumberAttribute(default=1)
    options = StructAttribute[ExtractionOptions](ExtractionOptions)
    publications = NumberAttribute(default=0)
    progress = NumberAttribute(default=0)
    images = NumberAttribute(default=0)
    queued_at = UTCDateTimeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    finished_at = UTCDateTimeAttribute(null=True)
    failure = StructAttribute[Failure](Failure, null=True)
    archive = StructAttribute[Archive](Archive, null=True)
    completed = NumberAttribute(null=True)
    media = StructAttribute[Media](Media, null=True)
    warnings = StructAttribute[tuple[str, ...]](tuple[str, ...], null=True)

    due_at = NumberAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)


class ExtractionRecord(Model):
    """An extraction that was followed by a newer one; see `chalicelib.videos.model.Extraction`."""

    class Meta(TableSettings):
        pass

    partition = UnicodeAttribute(hash_key=True, attr_name="user_id")
    sort = UnicodeAttribute(range_key=True, attr_name="video_id")
    number = NumberAttribute()
    attempt = NumberAttribute()
    status = UnicodeAttribute()
    options = StructAttribute[ExtractionOptions](ExtractionOptions)
    queued_at = UTCDateTimeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    finished_at = UTCDateTimeAttribute(null=True)
    failure = StructAttribute[Failure](Failure, null=True)
    archive = StructAttribute[Archive](Archive, null=True)
    warnings = StructAttribute[tuple[str, ...]](tuple[str, ...], null=True)

    @classmethod
    def keys_of(cls, video_id: str, number: int) -> tuple[str, str]:
        return cls.partition_of(video_id), f"{number:06}"

    @staticmethod
    def partition_of(video_id: str) -> str:
        return f"extractions#{video_id}"


class ClaimRecord(Model):
    """What the first request under an idempotency key created."""

    class Meta(TableSettings):
        pass

    partition = UnicodeAttribute(hash_key=True, attr_name="user_id")
    sort = UnicodeAttribute(range_key=True, attr_name="video_id")
    fingerprint = UnicodeAttribute()
    made = UnicodeAttribute()
    expires_at = TTLAttribute()
