"""Prevents a second e-mail if an event is delivered again."""

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
"""Longer than messages stay in a dead-letter queue (14 days), from which they can be sent again by
hand."""


class Once:
    """Runs an action once for each key, and again only if it raised. Stores keys in a table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._store = DynamoDBPersistenceLayer(table_name=table, boto3_client=dynamodb)
        self._config = IdempotencyConfig(expires_after_seconds=int(MEMORY.total_seconds()))

    def run(self, key: str, action: Callable[[], None], context: LambdaContext) -> None:
        """Raises what the action raises, or IdempotencyAlreadyInProgressError while another
        invocation runs the action for this key."""
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
