from typing import Any

import pytest

from contracts.messages import (
    ExtractionCompleted,
    ExtractionFailed,
    ExtractionRequested,
    WorkerEvent,
)
from tests.infrastructure.conftest import Template

SEVEN_DAYS, FOURTEEN_DAYS = 7 * 24 * 3600, 14 * 24 * 3600
QUEUES = {"JobsQueue": "JobsDeadLetterQueue", "ResultsQueue": "ResultsDeadLetterQueue"}
DEAD_LETTER_QUEUES = [*QUEUES.values(), "EmailDeadLetterQueue", "UploadsDeadLetterQueue"]


def tag_of(message: Any) -> str:
    return str(message.__struct_config__.tag)


def arn(queue: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [queue, "Arn"]}


@pytest.fixture
def queues(template: Template) -> dict[str, dict[str, Any]]:
    return template.of_type("AWS::SQS::Queue")


def timeouts(template: Template, chalice_config: dict[str, Any]) -> dict[str, int]:
    """The timeout in seconds of each queue's consumer."""
    ours, default = chalice_config["lambda_functions"], chalice_config["lambda_timeout"]
    return {
        "JobsQueue": template.resources["WorkerFunction"]["Properties"]["Timeout"],
        "ResultsQueue": ours.get("results", {}).get("lambda_timeout", default),
        "JobsDeadLetterQueue": ours.get("dead_jobs", {}).get("lambda_timeout", default),
        "ResultsDeadLetterQueue": ours.get("dead_results", {}).get("lambda_timeout", default),
    }


def test_a_queue_has_a_dead_letter_queue_or_is_one(queues: dict[str, dict[str, Any]]) -> None:
    assert set(queues) == {*QUEUES, *DEAD_LETTER_QUEUES}
    for queue, dead_letters in QUEUES.items():
        policy = queues[queue]["RedrivePolicy"]
        assert policy["deadLetterTargetArn"] == arn(dead_letters)
        assert policy["maxReceiveCount"] >= 5
    for queue in DEAD_LETTER_QUEUES:
        assert "RedrivePolicy" not in queues[queue]


def test_a_dead_letter_queue_serves_only_its_own_queue(queues: dict[str, dict[str, Any]]) -> None:
    for queue, dead_letters in QUEUES.items():
        allowed = queues[dead_letters]["RedriveAllowPolicy"]
        [source] = allowed["sourceQueueArns"]
        assert allowed["redrivePermission"] == "byQueue"
        assert source["Fn::Sub"].rpartition(":")[2] == queues[queue]["QueueName"]["Fn::Sub"]
    for name in ("EmailDeadLetterQueue", "UploadsDeadLetterQueue"):
        assert queues[name]["RedriveAllowPolicy"] == {"redrivePermission": "denyAll"}


def test_a_dead_letter_queue_keeps_even_an_old_message_for_days(
    queues: dict[str, dict[str, Any]],
) -> None:
    for name in DEAD_LETTER_QUEUES:
        assert queues[name]["MessageRetentionPeriod"] == FOURTEEN_DAYS
    for name in QUEUES:
        assert queues[name]["MessageRetentionPeriod"] <= FOURTEEN_DAYS - SEVEN_DAYS


def test_the_visibility_timeout_is_six_times_the_consumers_timeout(
    template: Template, queues: dict[str, dict[str, Any]], chalice_config: dict[str, Any]
) -> None:
    for name, timeout in timeouts(template, chalice_config).items():
        assert queues[name]["VisibilityTimeout"] >= 6 * timeout, name


def test_a_queue_is_encrypted(queues: dict[str, dict[str, Any]]) -> None:
    assert all(queue["SqsManagedSseEnabled"] is True for queue in queues.values())


def test_a_queue_requires_tls_and_accepts_only_its_topic(
    template: Template, queues: dict[str, dict[str, Any]]
) -> None:
    topics: dict[str, list[Any]] = {}
    for policy in template.of_type("AWS::SQS::QueuePolicy").values():
        statements = policy["PolicyDocument"]["Statement"]
        [deny] = [each for each in statements if each["Effect"] == "Deny"]
        assert (deny["Principal"], deny["Action"]) == ("*", "sqs:*")
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": False}}
        allowed = [each for each in statements if each["Effect"] == "Allow"]
        for statement in allowed:
            assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
            assert statement["Action"] == "sqs:SendMessage"
            assert list(statement["Condition"]) == ["ArnEquals"]
        sources = [each["Condition"]["ArnEquals"]["aws:SourceArn"]["Ref"] for each in allowed]
        topics |= {queue["Ref"]: sources for queue in policy["Queues"]}
    assert topics == {
        "JobsQueue": ["ApiEventsTopic"],
        "JobsDeadLetterQueue": ["ApiEventsTopic"],
        "EmailDeadLetterQueue": ["ApiEventsTopic"],
        "ResultsQueue": ["WorkerEventsTopic"],
        "ResultsDeadLetterQueue": ["WorkerEventsTopic"],
        "UploadsDeadLetterQueue": [],
    }


@pytest.mark.parametrize(
    ("subscription", "topic", "queue", "types"),
    [
        ("JobsSubscription", "ApiEventsTopic", "JobsQueue", [tag_of(ExtractionRequested)]),
        (
            "ResultsSubscription",
            "WorkerEventsTopic",
            "ResultsQueue",
            [tag_of(message) for message in WorkerEvent.__args__],
        ),
    ],
)
def test_a_queue_receives_only_its_types_of_messages(
    template: Template, subscription: str, topic: str, queue: str, types: list[str]
) -> None:
    properties = template.of_type("AWS::SNS::Subscription")[subscription]
    assert properties["TopicArn"] == {"Ref": topic}
    assert (properties["Protocol"], properties["Endpoint"]) == ("sqs", arn(queue))
    assert properties["FilterPolicy"] == {"type": types}
    assert properties["RawMessageDelivery"] is True
    assert properties["RedrivePolicy"] == {"deadLetterTargetArn": arn(QUEUES[queue])}


def test_the_email_function_receives_final_events_and_keeps_failed_ones(
    template: Template,
) -> None:
    function = template.resources["EmailFunction"]["Properties"]
    [event] = function["Events"].values()
    assert event["Properties"]["Topic"] == {"Ref": "ApiEventsTopic"}
    types = [tag_of(ExtractionCompleted), tag_of(ExtractionFailed)]
    assert event["Properties"]["FilterPolicy"] == {"type": types}
    dead_letters = arn("EmailDeadLetterQueue")
    assert event["Properties"]["RedrivePolicy"] == {"deadLetterTargetArn": dead_letters}
    on_failure = function["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
    assert on_failure == {"Type": "SQS", "Destination": dead_letters}
