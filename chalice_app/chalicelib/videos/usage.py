"""How many videos each user has added today: one item for each user."""

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.limits import REMEMBER_USAGE_FOR
from chalicelib.videos.model import Usage, Video, day_of
from chalicelib.videos.records import UsageRecord


class UsageRepository:
    def __init__(self, table_name: str) -> None:
        UsageRecord.Meta.table_name = table_name

    def get(self, user_id: str) -> Usage:
        try:
            found = UsageRecord.get(*UsageRecord.keys_of(user_id), consistent_read=True)
        except UsageRecord.DoesNotExist:
            return Usage()
        return Usage(found.day, int(found.videos), int(found.size))

    def add(self, transaction: TransactWrite, video: Video, used: Usage, at: datetime) -> None:
        """Counts a video that is added. Makes the transaction fail if another one was
        added since `used` was read, so that what was checked then is still true."""
        day = day_of(at)
        before = used if used.day == day else Usage(day)
        transaction.update(
            UsageRecord(*UsageRecord.keys_of(video.user_id)),
            [
                UsageRecord.day.set(day),
                UsageRecord.videos.set(before.videos + 1),
                UsageRecord.size.set(before.size + video.size),
                UsageRecord.expires_at.set(at + REMEMBER_USAGE_FOR),
            ],
            _unchanged(used),
        )

    def forget(self, user_id: str) -> None:
        """Removes what is stored about a user who can add no videos any more."""
        UsageRecord(*UsageRecord.keys_of(user_id)).delete()


def _unchanged(used: Usage) -> Condition:
    if not used.day:
        absent: Condition = UsageRecord.day.does_not_exist()
        return absent
    same: Condition = (UsageRecord.day == used.day) & (UsageRecord.videos == used.videos)
    return same
