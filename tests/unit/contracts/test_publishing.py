"""Messages reach SNS with the attribute by which subscriptions filter."""

from datetime import UTC, datetime
from typing import Any

from contracts.messages import ExtractionCompleted, WorkStarted, decode_api_event
from contracts.publishing import Publisher

ABOUT: dict[str, Any] = {
    "user_id": "0b5c0000-0000-4000-8000-000000000000",
    "video_id": "01890000-0000-7000-8000-000000000000",
    "extraction": 1,
    "at": datetime(2026, 11, 24, tzinfo=UTC),
}


class Topic:
    """What SNS's client was asked to publish."""

    def __init__(self) -> None:
        self.published: list[dict[str, Any]] = []

    def publish(self, **request: Any) -> None:
        self.published.append(request)


def test_a_message_is_published_with_its_type() -> None:
    topic, message = Topic(), ExtractionCompleted(**ABOUT, video_name="a.mp4", images=3)

    Publisher(topic, "arn:topic").publish(message)  # type: ignore[arg-type]

    [request] = topic.published
    assert request["TopicArn"] == "arn:topic"
    assert decode_api_event(request["Message"]) == message
    assert request["MessageAttributes"]["type"]["StringValue"] == "extraction.completed"


def test_the_messages_of_a_user_are_a_group_to_which_queues_are_fair() -> None:
    topic = Topic()

    Publisher(topic, "arn:topic").publish(WorkStarted(**ABOUT))  # type: ignore[arg-type]

    assert topic.published[0]["MessageGroupId"] == ABOUT["user_id"]


def test_the_worker_publishes_in_the_same_way() -> None:
    topic = Topic()

    Publisher(topic, "arn:topic").publish(WorkStarted(**ABOUT))  # type: ignore[arg-type]

    assert topic.published[0]["MessageAttributes"]["type"]["StringValue"] == "work.started"
