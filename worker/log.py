"""The worker's one logger: JSON, with what the handler knows of the job on every line."""

from aws_lambda_powertools import Logger

logger = Logger(service="worker")
