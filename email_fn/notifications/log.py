"""The function's one logger: JSON, with what the handler knows of the event on every line."""

from aws_lambda_powertools import Logger

logger = Logger(service="email")
