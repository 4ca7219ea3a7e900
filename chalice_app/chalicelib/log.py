"""The API's one logger: JSON, with the ids of the request and the video on every line."""

from aws_lambda_powertools import Logger

logger = Logger(service="api")


def start_invocation(request_id: str | None) -> None:
    """Must run first in an invocation: removes what the previous one left, and puts the request's
    id on every line."""
    logger.clear_state()
    logger.append_keys(request_id=request_id)
