"""Sends what is in a dead-letter queue to where it was to go, for another try."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import boto3

from deploy.tools import UsageError
from operate.deployment import CALLED, QUEUES, Deployment

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

HIDDEN_SECONDS = 60
"""For how long a received message is hidden from others. Each is sent on at once."""

Send = Callable[["MessageTypeDef"], Any]


def redrive(deployment: Deployment, queue: str) -> int:
    """Sends on every message of a dead-letter queue, and returns their number. A message is
    deleted after it was sent on; every function can handle one twice. Raises UsageError.

    SQS can move messages by itself, but only to a queue: those of uploads and e-mails are events of
    a function.
    """
    if queue not in QUEUES:
        raise UsageError(f"QUEUE must be one of {', '.join(QUEUES)}, not {queue!r}")
    sqs = boto3.client("sqs")
    dead_letters = sqs.get_queue_url(QueueName=deployment.dead_letters_name(queue))["QueueUrl"]
    send = _sender(sqs, deployment, queue)
    moved = 0
    for message in _received(sqs, dead_letters):
        send(message)
        sqs.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
        moved += 1
    return moved


def _received(sqs: "SQSClient", url: str) -> Iterator["MessageTypeDef"]:
    """Ends when the queue is empty."""
    while messages := sqs.receive_message(
        QueueUrl=url,
        MaxNumberOfMessages=10,
        VisibilityTimeout=HIDDEN_SECONDS,
        WaitTimeSeconds=2,
        MessageSystemAttributeNames=["MessageGroupId"],
        MessageAttributeNames=["All"],
    ).get("Messages"):
        yield from messages


def _sender(sqs: "SQSClient", deployment: Deployment, queue: str) -> Send:
    if queue in CALLED:
        return lambda message: _call(deployment.functions[CALLED[queue]], message["Body"])
    url = sqs.get_queue_url(QueueName=deployment.queue_name(queue))["QueueUrl"]

    def send(message: "MessageTypeDef") -> None:
        group = message.get("Attributes", {}).get("MessageGroupId")
        fair = {"MessageGroupId": group} if group else {}
        sqs.send_message(
            QueueUrl=url,
            MessageBody=message["Body"],
            MessageAttributes=message.get("MessageAttributes", {}),
            **fair,  # type: ignore[arg-type]
        )

    return send


def _call(function: str, body: str) -> None:
    """Lambda runs the function later, with its usual retries."""
    event = json.dumps(event_of(json.loads(body))).encode()
    boto3.client("lambda").invoke(FunctionName=function, InvocationType="Event", Payload=event)


def event_of(letter: dict[str, Any]) -> dict[str, Any]:
    """The event that a function failed to handle: Lambda wraps it, and SNS keeps only the message
    that it could not deliver."""
    if "requestPayload" in letter:
        event: dict[str, Any] = letter["requestPayload"]
        return event
    return {"Records": [{"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": letter}]}
