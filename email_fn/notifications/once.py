"""Prevents a second e-mail if an event is delivered again."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from notifications.log import logger

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MEMORY = timedelta(days=30)
"""Longer than messages stay in a dead-letter queue (14 days), from which they can be sent again by
hand."""


ATTEMPTS = 3


class _Store(DynamoDBPersistenceLayer):
    """An action that has succeeded does not fail because that cannot be stored, for then it would
    be run again."""

    def save_success(self, data: dict[str, Any], result: dict[str, Any]) -> None:
        for attempt in range(ATTEMPTS):
            try:
                super().save_success(data, result)
            except (BotoCoreError, ClientError):
                logger.exception("It could not be stored that the e-mail was sent", attempt=attempt)
            else:
                return


class Once:
    """Runs an action once for each key, and again only if it raised. Stores keys in a table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._store = _Store(table_name=table, boto3_client=dynamodb)
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
