"""What is in a dead-letter queue is tried again, and nothing of it is lost."""

import json
from typing import Any

import boto3
import pytest

from deploy.tools import UsageError
from operate.deployment import Deployment
from operate.redrive import event_of, redrive

RECORD = {"Sns": {"Message": "a message"}}


def url(name: str) -> str:
    return boto3.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]


def put(name: str, *bodies: str) -> None:
    for body in bodies:
        boto3.client("sqs").send_message(QueueUrl=url(name), MessageBody=body)


def bodies(name: str) -> list[str]:
    received = boto3.client("sqs").receive_message(QueueUrl=url(name), MaxNumberOfMessages=10)
    return sorted(message["Body"] for message in received.get("Messages", []))


class Functions:
    """Records what is invoked, or refuses it."""

    def __init__(self, refuses: bool = False) -> None:
        self.refuses = refuses
        self.invoked: list[tuple[str, str, dict[str, Any]]] = []

    def invoke(self, FunctionName: str, InvocationType: str, Payload: bytes) -> None:
        if self.refuses:
            raise RuntimeError("throttled")
        self.invoked.append((FunctionName, InvocationType, json.loads(Payload)))


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Functions:
    found, client = Functions(), boto3.client
    monkeypatch.setattr("boto3.client", lambda name: found if name == "lambda" else client(name))
    return found


@pytest.mark.parametrize("queue", ["jobs", "results"])
def test_messages_go_back_to_their_queue(deployed: Deployment, queue: str) -> None:
    many = [f"message {number}" for number in range(12)]
    put(f"stills-dev-{queue}-dead-letters", *many)

    assert redrive(deployed, queue) == 12

    assert len({*bodies(f"stills-dev-{queue}"), *bodies(f"stills-dev-{queue}")}) >= 10
    assert bodies(f"stills-dev-{queue}-dead-letters") == []


def test_the_user_of_a_message_stays_its_group(deployed: Deployment) -> None:
    sqs = boto3.client("sqs")
    sqs.send_message(
        QueueUrl=url("stills-dev-jobs-dead-letters"),
        MessageBody="a job",
        MessageGroupId="ada",
        MessageAttributes={"type": {"DataType": "String", "StringValue": "extraction.requested"}},
    )

    redrive(deployed, "jobs")

    [message] = sqs.receive_message(
        QueueUrl=url("stills-dev-jobs"),
        MessageSystemAttributeNames=["MessageGroupId"],
        MessageAttributeNames=["All"],
    )["Messages"]
    assert message["Attributes"]["MessageGroupId"] == "ada"
    assert message["MessageAttributes"]["type"]["StringValue"] == "extraction.requested"


@pytest.mark.parametrize(
    ("queue", "function"), [("email", "stills-dev-email"), ("uploads", "stills-dev-uploads")]
)
def test_events_go_to_their_function(
    deployed: Deployment, functions: Functions, queue: str, function: str
) -> None:
    put(f"stills-dev-{queue}-dead-letters", json.dumps({"requestPayload": {"Records": [RECORD]}}))

    assert redrive(deployed, queue) == 1

    assert functions.invoked == [(function, "Event", {"Records": [RECORD]})]
    assert bodies(f"stills-dev-{queue}-dead-letters") == []


def test_an_event_that_was_never_delivered_is_one_of_sns() -> None:
    notification = {"Type": "Notification", "Message": "a message"}

    [record] = event_of(notification)["Records"]

    assert record["Sns"] == notification


def test_a_message_that_cannot_be_sent_on_stays(
    deployed: Deployment, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("operate.redrive.HIDDEN_SECONDS", 0)
    functions.refuses = True
    letter = json.dumps({"requestPayload": {"Records": []}})
    put("stills-dev-email-dead-letters", letter)

    with pytest.raises(RuntimeError):
        redrive(deployed, "email")

    assert bodies("stills-dev-email-dead-letters") == [letter]


def test_an_unknown_queue_is_named(deployed: Deployment) -> None:
    with pytest.raises(UsageError, match="one of jobs, results, uploads, email, not 'mail'"):
        redrive(deployed, "mail")
