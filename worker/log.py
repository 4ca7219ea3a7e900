"""The worker's logger. Every line is JSON and has the ids of the job."""

from aws_lambda_powertools import Logger

logger = Logger(service="worker")
