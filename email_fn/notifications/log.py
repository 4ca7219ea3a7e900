"""The function's one logger: JSON, with the ids of the request and the video on every line."""

from aws_lambda_powertools import Logger

logger = Logger(service="email")
