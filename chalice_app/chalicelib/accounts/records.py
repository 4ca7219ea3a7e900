"""The item about an account, as a PynamoDB model."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.table import TableSettings


class DueIndex(GlobalSecondaryIndex["AccountRecord"]):  # type: ignore[no-untyped-call]
    """The index of the videos that are due; accounts have a status of their own in it."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    status = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class AccountRecord(Model):
    """See `chalicelib.accounts.model.AccountState`. There is an item only for an account that was
    signed out everywhere or deleted."""

    class Meta(TableSettings):
        pass

    due = DueIndex()

    partition = UnicodeAttribute(hash_key=True, attr_name="user_id")
    sort = UnicodeAttribute(range_key=True, attr_name="video_id")
    username = UnicodeAttribute(null=True)
    signed_out_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    @staticmethod
    def keys_of(user_id: str) -> tuple[str, str]:
        return f"accounts#{user_id}", "account"
