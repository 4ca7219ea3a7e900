"""The item about an account, as a PynamoDB model."""

from pynamodb.attributes import (
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from chalicelib.table import DueIndex, Item, TableSettings


class AccountRecord(Item):
    """See `chalicelib.accounts.model.AccountState`. There is an item only for an account that was
    signed out everywhere or deleted."""

    class Meta(TableSettings):
        pass

    due = DueIndex()

    username = UnicodeAttribute(null=True)
    signed_out_at = UTCDateTimeAttribute(null=True)
    deleted_at = UTCDateTimeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    due_at = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)

    @staticmethod
    def keys_of(user_id: str) -> tuple[str, str]:
        return f"accounts#{user_id}", "account"
