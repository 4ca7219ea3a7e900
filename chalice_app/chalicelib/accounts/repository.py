"""What must outlive the tokens of an account: API Gateway accepts an ID token until it expires,
also after its user signed out everywhere or was deleted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.transactions import TransactWrite

from chalicelib.accounts.model import AccountState
from chalicelib.accounts.records import AccountRecord
from chalicelib.limits import REMEMBER_ACCOUNT_FOR
from chalicelib.table import condition_failed

_DELETED = "account_deleted"
_PREFIX = "accounts#"


class AccountRepository:
    def __init__(self, table_name: str) -> None:
        AccountRecord.Meta.table_name = table_name

    def get(self, user_id: str) -> AccountState | None:
        """None for an account that was neither signed out everywhere nor deleted."""
        try:
            found = AccountRecord.get(*AccountRecord.keys_of(user_id), consistent_read=True)
        except AccountRecord.DoesNotExist:
            return None
        return _state_of(found)

    def sign_out(self, user_id: str, at: datetime) -> None:
        self._update(user_id, at, signed_out_at=at)

    def delete(self, user_id: str, username: str, at: datetime) -> None:
        """From now on, nothing can be created for the account."""
        self._update(
            user_id, at, username=username, deleted_at=at, status=_DELETED, due_at=at.timestamp()
        )

    def due(self, now: datetime) -> Iterator[AccountState]:
        """The deleted accounts that the sweep must look at."""
        for key in AccountRecord.due.query(_DELETED, AccountRecord.due_at <= now.timestamp()):
            state = self.get(key.partition.removeprefix(_PREFIX))
            if state and state.due_at is not None and state.due_at <= now.timestamp():
                yield state

    def postpone(self, account: AccountState, due: datetime | None) -> None:
        """Sets when the sweep looks at the account next: never, without a time."""
        record = AccountRecord(*AccountRecord.keys_of(account.user_id))
        when = AccountRecord.due_at
        action = when.remove() if due is None else when.set(due.timestamp())
        try:
            record.update(actions=[action], condition=when == account.due_at)
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def require_existing(self, transaction: TransactWrite, user_id: str) -> None:
        """Makes a transaction fail if the account is deleted."""
        absent = AccountRecord.deleted_at.does_not_exist()
        transaction.condition_check(AccountRecord, *AccountRecord.keys_of(user_id), absent)

    def _update(self, user_id: str, at: datetime, **changes: Any) -> None:
        changes["expires_at"] = at + REMEMBER_ACCOUNT_FOR
        record = AccountRecord(*AccountRecord.keys_of(user_id))
        record.update([getattr(AccountRecord, name).set(value) for name, value in changes.items()])


def _state_of(record: AccountRecord) -> AccountState:
    return AccountState(
        user_id=record.partition.removeprefix(_PREFIX),
        username=record.username,
        signed_out_at=record.signed_out_at,
        deleted_at=record.deleted_at,
        due_at=record.due_at,
    )
