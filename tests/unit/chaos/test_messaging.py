import random
from typing import Any

from tests.chaos.aws.messaging import Messaging
from tests.chaos.faults import World
from tests.chaos.scheduler import Scheduler

ARN = "arn:aws:sqs:eu-central-1:123456789012:"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:Events"
RESOURCES: dict[str, Any] = {
    "queues": {
        "Jobs": {
            "VisibilityTimeout": 60,
            "RedrivePolicy": {"deadLetterTargetArn": f"{ARN}Dead", "maxReceiveCount": 2},
        },
        "Dead": {},
    },
    "subscriptions": {
        "Wanted": {
            "TopicArn": TOPIC,
            "Protocol": "sqs",
            "Endpoint": f"{ARN}Jobs",
            "FilterPolicy": {"type": ["job"]},
        }
    },
}


def messaging(world: World | None = None) -> tuple[Messaging, Scheduler]:
    scheduler = Scheduler(random.Random(1), 0.0, 0.0)
    return Messaging(RESOURCES, scheduler, random.Random(1), world or World()), scheduler


def publish(target: Messaging, kind: str) -> None:
    attributes = {"type": {"DataType": "String", "StringValue": kind}}
    target.call("Publish", {"TopicArn": TOPIC, "Message": "{}", "MessageAttributes": attributes})


def test_a_subscription_takes_only_what_its_filter_names() -> None:
    target, _ = messaging()
    publish(target, "job")
    publish(target, "other")
    assert len(target.queues["Jobs"].messages) == 1


def test_a_received_message_is_hidden_until_its_timeout() -> None:
    target, scheduler = messaging()
    publish(target, "job")
    jobs = target.queues["Jobs"]
    assert len(target.receive(jobs, 10)) == 1
    assert target.receive(jobs, 10) == []
    scheduler.run(61.0)
    [record] = target.receive(jobs, 10)
    assert record["attributes"]["ApproximateReceiveCount"] == "2"


def test_a_message_that_was_received_too_often_moves_to_the_dead_letters() -> None:
    target, scheduler = messaging()
    publish(target, "job")
    jobs = target.queues["Jobs"]
    for _ in range(2):
        assert target.receive(jobs, 10)
        scheduler.run(scheduler.now + 61.0)
    assert target.receive(jobs, 10) == []
    assert (len(jobs.messages), len(target.queues["Dead"].messages)) == (0, 1)


def test_a_changed_visibility_brings_a_message_back_earlier() -> None:
    target, scheduler = messaging()
    publish(target, "job")
    jobs = target.queues["Jobs"]
    [record] = target.receive(jobs, 10)
    handle = record["receiptHandle"]
    change = {"QueueUrl": "https://sqs/Jobs", "ReceiptHandle": handle, "VisibilityTimeout": 5}
    target.call("ChangeMessageVisibility", change)
    scheduler.run(6.0)
    assert len(target.receive(jobs, 10)) == 1


def test_an_old_receipt_deletes_nothing() -> None:
    target, scheduler = messaging()
    publish(target, "job")
    jobs = target.queues["Jobs"]
    [old] = target.receive(jobs, 10)
    scheduler.run(61.0)
    target.receive(jobs, 10)
    jobs.delete(old["receiptHandle"])
    assert len(jobs.messages) == 1


def test_messages_may_arrive_twice() -> None:
    target, _ = messaging(World(duplicates=1.0))
    publish(target, "job")
    assert len({message.id for message in target.queues["Jobs"].messages}) == 1
    assert len(target.queues["Jobs"].messages) == 2
