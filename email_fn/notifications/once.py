"""Sees to it that an event which is delivered again sends no second e-mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MEMORY = timedelta(days=30)
"""Longer than a dead letter lives (14 days): it may be delivered again by hand."""


class Once:
    """Runs an action at most once for a key, unless it raised; remembers keys in a table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._store = DynamoDBPersistenceLayer(table_name=table, boto3_client=dynamodb)
        self._config = IdempotencyConfig(expires_after_seconds=int(MEMORY.total_seconds()))

    def run(self, key: str, action: Callable[[], None], context: LambdaContext) -> None:
        """Raises what the action raises, and IdempotencyAlreadyInProgressError where another
        invocation, which has not reached its timeout yet, is at it."""
        self._config.register_lambda_context(context)

        def act(*, key: str) -> None:
            action()

        act_once = idempotent_function(
            act,
            data_keyword_argument="key",
            persistence_store=self._store,
            config=self._config,
            key_prefix="email",
        )
        act_once(key=key)
