"""What the items of the table have in common: each kind has a PynamoDB model and its own keys."""

import random
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

import msgspec
from botocore.exceptions import ClientError
from pynamodb.attributes import Attribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.constants import STRING
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

T = TypeVar("T")

_CONDITION_FAILED = "ConditionalCheckFailedException"
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds, before further attempts
_CONDITION_FAILED_IN_TRANSACTION = "ConditionalCheckFailed"
_CONFLICT = "TransactionConflict"
_CONFLICT_OF_WRITE = "TransactionConflictException"
_JITTER = random.SystemRandom()


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
    """The table's name comes from the repositories.

    A request that DynamoDB does not answer fails after at most 3 x (2 + 4) seconds and less than 3
    seconds of pauses, which leaves time to answer 503 before the function is stopped (29 s).
    """

    table_name = "set by a repository"
    connect_timeout_seconds = 2
    read_timeout_seconds = 4
    max_retry_attempts = 2


class DueIndex(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """What the sweep must look at, by status and time. Sparse: it contains only items with a
    `due_at`."""

    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    status = UnicodeAttribute(hash_key=True)
    due_at = NumberAttribute(range_key=True)


class Item(Model):
    """An item that is not a video. The names of the table's keys are those of the videos' keys."""

    class Meta(TableSettings):
        pass

    partition = UnicodeAttribute(hash_key=True, attr_name="user_id")
    sort = UnicodeAttribute(range_key=True, attr_name="video_id")


def condition_failed(error: PynamoDBException) -> bool:
    """Whether a write was refused by its condition. Without an answer, that is not known."""
    cause = error.cause
    return isinstance(cause, ClientError) and cause.response["Error"]["Code"] == _CONDITION_FAILED


def transact(write: Callable[[TransactWrite], None]) -> bool:
    """Makes the writes that `write` adds to a transaction: all of them, or none.

    False if a condition did not hold.
    """

    def attempt() -> None:
        with TransactWrite(connection=_connection()) as transaction:
            write(transaction)

    try:
        again_after_conflict(attempt)
    except TransactWriteError as error:
        if _CONDITION_FAILED_IN_TRANSACTION in _reasons(error):
            return False
        raise
    return True


def again_after_conflict(write: Callable[[], Any]) -> None:
    """Repeats a write that DynamoDB refused because of a transaction with the same item."""
    for pause in _PAUSES:
        try:
            write()
        except PynamoDBException as error:
            if not _is_conflict(error):
                raise
            time.sleep(pause * _JITTER.uniform(0.5, 1.5))
        else:
            return
    write()


def _is_conflict(error: PynamoDBException) -> bool:
    if isinstance(error, TransactWriteError):
        return _reasons(error) == {_CONFLICT}
    cause = error.cause
    return isinstance(cause, ClientError) and cause.response["Error"]["Code"] == _CONFLICT_OF_WRITE


def _reasons(error: TransactWriteError) -> set[str]:
    return {reason.code for reason in error.cancellation_reasons if reason}


@cache
def _connection() -> Connection:
    return Connection(
        connect_timeout_seconds=TableSettings.connect_timeout_seconds,
        read_timeout_seconds=TableSettings.read_timeout_seconds,
        max_retry_attempts=TableSettings.max_retry_attempts,
    )
