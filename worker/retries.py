"""Decides when a failed job is retried."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

FIRST_PAUSE, LONGEST_PAUSE = 30, 900

Postpone = Callable[[SQSRecord], None]


def postpone_on(sqs: "SQSClient", queue_url: str) -> Postpone:
    """Returns a function that postpones the next attempt at a failed job to 30 seconds from now,
    then 60, 120, ... Only a job whose function crashed waits for the queue's visibility timeout,
    which is longer than the longest job."""

    def postpone(record: SQSRecord) -> None:
        failures = int(record.attributes.approximate_receive_count)
        sqs.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE),
        )

    return postpone
