"""The items about videos, as PynamoDB models. Each has a partition of the table by its hash key:
a user's videos, a video's earlier extractions, and so on."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import KeysOnlyProjection, LocalSecondaryIndex
from pynamodb.models import Model

from chalicelib.table import DueIndex, Item, StructAttribute, TableSettings
from chalicelib.videos.model import Archive, Media
from contracts.failures import Failure
from stills.options import ExtractionOptions
from stills.warnings import VideoWarning


class StatusIndex(LocalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """A user's videos by status, and within a status by age."""

    class Meta:
        index_name = "by_status"
        projection = KeysOnlyProjection()

    user_id = UnicodeAttribute(hash_key=True)
    listed_as = UnicodeAttribute(range_key=True)


class WaitingIndex(LocalSecondaryIndex["VideoRecord"]):  # type: ignore[no-untyped-call]
    """A user's videos whose extractions wait for their turn, the longest wait first."""

    class Meta:
        index_name = "waiting"
        projection = KeysOnlyProjection()

    user_id = UnicodeAttribute(hash_key=True)
    waiting_since = NumberAttribute(range_key=True)


class ExtractionAttributes(Model):
    """See `chalicelib.videos.model.ExtractionState`."""

    attempt = NumberAttribute(default=1)
    status = UnicodeAttribute()
    options = StructAttribute[ExtractionOptions](ExtractionOptions)
    queued_at = UTCDateTimeAttribute(null=True)
    started_at = UTCDateTimeAttribute(null=True)
    finished_at = UTCDateTimeAttribute(null=True)
    failure = StructAttribute[Failure](Failure, null=True)
    archive = StructAttribute[Archive](Archive, null=True)
    warnings = StructAttribute[tuple[VideoWarning, ...]](tuple[VideoWarning, ...], null=True)
    dropped = StructAttribute[dict[str, int]](dict[str, int], null=True)
    decoded_until = NumberAttribute(null=True)


class VideoRecord(ExtractionAttributes):
    """See `chalicelib.videos.model.Video`. `listed_as` is the status with the id of the video."""

    class Meta(TableSettings):
        pass

    due = DueIndex()
    by_status = StatusIndex()
    waiting = WaitingIndex()

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

    listed_as = UnicodeAttribute(null=True)
    extraction = NumberAttribute(default=1)
    publications = NumberAttribute(default=0)
    waiting_since = NumberAttribute(null=True)
    turn_at = UTCDateTimeAttribute(null=True)
    progress = NumberAttribute(default=0)
    images = NumberAttribute(default=0)
    completed = NumberAttribute(null=True)
    media = StructAttribute[Media](Media, null=True)

    due_at = NumberAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)


class ExtractionRecord(Item, ExtractionAttributes):
    """An extraction that was followed by a newer one; see `chalicelib.videos.model.Extraction`."""

    class Meta(TableSettings):
        pass

    number = NumberAttribute()

    @classmethod
    def keys_of(cls, video_id: str, number: int) -> tuple[str, str]:
        return cls.partition_of(video_id), f"{number:06}"

    @staticmethod
    def partition_of(video_id: str) -> str:
        return f"extractions#{video_id}"


class ClaimRecord(Item):
    """What the first request under an idempotency key created."""

    class Meta(TableSettings):
        pass

    fingerprint = UnicodeAttribute()
    made = UnicodeAttribute()
    expires_at = TTLAttribute()


class RunningRecord(Item):
    """The extractions of a user that have a turn, as `<video id>/<number>`."""

    class Meta(TableSettings):
        pass

    extractions = UnicodeSetAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    @staticmethod
    def keys_of(user_id: str) -> tuple[str, str]:
        return f"running#{user_id}", "running"


class UsageRecord(Item):
    """What a user has added on a day; see `chalicelib.videos.model.Usage`."""

    class Meta(TableSettings):
        pass

    day = UnicodeAttribute()
    videos = NumberAttribute()
    size = NumberAttribute()
    expires_at = TTLAttribute()

    @staticmethod
    def keys_of(user_id: str) -> tuple[str, str]:
        return f"usage#{user_id}", "usage"
