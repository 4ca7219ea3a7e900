"""What is known about an account beside its user in Cognito."""

from datetime import datetime

from msgspec import Struct

from chalicelib.errors import AccountDeleted, SessionExpired


class AccountState(Struct, frozen=True, kw_only=True):
    """Tokens of log-ins up to `signed_out_at` have ended. `due_at` (seconds since the epoch) is
    when the sweep continues to delete what belongs to a deleted account."""

    user_id: str
    username: str | None = None
    signed_out_at: datetime | None = None
    deleted_at: datetime | None = None
    due_at: float | None = None

    def check(self, log_in: float) -> None:
        """Checks a token of a log-in, given in seconds since the epoch. Raises AccountDeleted,
        SessionExpired."""
        if self.deleted_at is not None:
            raise AccountDeleted
        if self.signed_out_at is not None and log_in <= self.signed_out_at.timestamp():
            raise SessionExpired
