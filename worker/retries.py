"""When a failed job is tried again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

FIRST_PAUSE, LONGEST_PAUSE = 30, 900

Postpone = Callable[[SQSRecord], None]


def postpone_on(sqs: "SQSClient", queue_url: str) -> Postpone:
    """The queue's visibility timeout outlasts the longest job, and only a job whose function died
    must wait for it. One that failed comes again after 30 seconds, then 60, 120, ..."""

    def postpone(record: SQSRecord) -> None:
        failures = int(record.attributes.approximate_receive_count)
        sqs.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE),
        )

    return postpone
