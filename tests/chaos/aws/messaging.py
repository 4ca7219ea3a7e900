"""SNS, SQS and SES in memory. Messages may arrive twice, late and in any order."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.chaos.aws.errors import client_error
from tests.chaos.faults import World
from tests.chaos.scheduler import Scheduler
from tests.chaos.stack import REGION, name_of

Deliver = Callable[[dict[str, Any]], None]


@dataclass
class Message:
    id: str
    body: str
    sent: float
    visible: float
    attributes: dict[str, str] = field(default_factory=dict)
    receives: int = 0
    handle: str = ""


class Queue:
    """`on_message` is called when messages may have become visible."""

    def __init__(self, name: str, properties: dict[str, Any], scheduler: Scheduler) -> None:
        redrive = properties.get("RedrivePolicy") or {}
        self.name = name
        self.visibility = float(properties.get("VisibilityTimeout", 30))
        self.retention = float(properties.get("MessageRetentionPeriod", 345_600))
        self.max_receives = int(redrive.get("maxReceiveCount", 0))
        self.dead_letters: str | None = name_of(redrive["deadLetterTargetArn"]) if redrive else None
        self.messages: list[Message] = []
        self.on_message: Callable[[], None] = lambda: None
        self._scheduler = scheduler

    def put(self, message: Message, delay: float) -> None:
        message.visible = self._scheduler.now + delay
        self.messages.append(message)
        self._scheduler.at(message.visible, lambda: self.on_message())

    def hide(self, message: Message, seconds: float) -> None:
        message.visible = self._scheduler.now + seconds
        self._scheduler.at(message.visible, lambda: self.on_message())

    def in_flight(self, handle: str) -> Message | None:
        return next((m for m in self.messages if m.handle == handle), None)

    def delete(self, handle: str) -> None:
        message = self.in_flight(handle)
        if message:
            self.messages.remove(message)


class Messaging:
    """`subscribers` are what else than queues a topic has: (filter, deliver) by the topic's name.

    `dropped` are messages that were in a queue for longer than it keeps them; `mails` what SES
    accepted.
    """

    def __init__(
        self, resources: dict[str, Any], scheduler: Scheduler, seed: random.Random, world: World
    ) -> None:
        self.world = world
        self.queues = {
            name: Queue(name, properties, scheduler)
            for name, properties in resources["queues"].items()
        }
        self.subscribers: dict[str, list[tuple[dict[str, list[str]], Deliver]]] = {}
        self.dropped: list[tuple[str, str]] = []
        self.mails: list[dict[str, Any]] = []
        self._scheduler = scheduler
        self._random = seed
        self._count = 0
        for subscription in resources["subscriptions"].values():
            if subscription["Protocol"] == "sqs":
                queue = self.queues[name_of(subscription["Endpoint"])]
                wanted = subscription.get("FilterPolicy", {})
                self.subscribe(subscription["TopicArn"], wanted, partial(self._forward, queue))

    def _forward(self, queue: Queue, call: dict[str, Any]) -> None:
        self.send(queue, call["Message"], call["fields"])

    def subscribe(self, topic: str, wanted: dict[str, list[str]], deliver: Deliver) -> None:
        self.subscribers.setdefault(topic, []).append((wanted, deliver))

    def call(self, operation: str, call: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, f"_{operation}", None)
        if handler is None:
            raise NotImplementedError(operation)
        answer: dict[str, Any] = handler(call)
        return answer

    def delay(self) -> float:
        return self._random.random() ** 3 * self.world.delay if self.world.delay else 0.0

    def copies(self) -> int:
        """How often a message arrives."""
        twice = self.world.duplicates and self._random.random() < self.world.duplicates
        return 2 if twice else 1

    def send(self, queue: Queue, body: str, fields: dict[str, Any], delay: float = 0.0) -> None:
        self._count += 1
        for _ in range(self.copies()):
            message = Message(f"message-{self._count}", body, self._scheduler.now, 0.0)
            message.attributes = {k: v for k, v in fields.items() if k.startswith("Message")}
            queue.put(message, delay + self.delay())

    def receive(self, queue: Queue, limit: int) -> list[dict[str, Any]]:
        """Records of visible messages, as Lambda gets them."""
        now = self._scheduler.now
        for message in [m for m in queue.messages if now - m.sent > queue.retention]:
            queue.messages.remove(message)
            self.dropped.append((queue.name, message.body))
        visible = [m for m in queue.messages if m.visible <= now]
        if self.world.delay:
            self._random.shuffle(visible)
        records = []
        for message in visible[:limit]:
            message.receives += 1
            if queue.dead_letters and message.receives > queue.max_receives:
                queue.messages.remove(message)
                message.receives, message.handle = 0, ""
                self.queues[queue.dead_letters].put(message, 0.0)
                continue
            self._count += 1
            message.handle = f"handle-{self._count}"
            queue.hide(message, queue.visibility)
            records.append(_record(queue, message))
        return records

    def _Publish(self, call: dict[str, Any]) -> dict[str, Any]:
        attributes = call.get("MessageAttributes", {})
        for wanted, deliver in self.subscribers.get(call["TopicArn"], []):
            values = {name: each["StringValue"] for name, each in attributes.items()}
            if all(values.get(name) in allowed for name, allowed in wanted.items()):
                fields = {k: v for k, v in call.items() if k.startswith("MessageGroup")}
                deliver({**call, "fields": fields})
        self._count += 1
        return {"MessageId": f"notification-{self._count}"}

    def _PublishBatch(self, call: dict[str, Any]) -> dict[str, Any]:
        entries = call["PublishBatchRequestEntries"]
        for entry in entries:
            self._Publish({**entry, "TopicArn": call["TopicArn"]})
        return {
            "Successful": [{"Id": e["Id"], "MessageId": e["Id"]} for e in entries],
            "Failed": [],
        }

    def _queue(self, call: dict[str, Any]) -> Queue:
        return self.queues[name_of(call["QueueUrl"])]

    def _SendMessage(self, call: dict[str, Any]) -> dict[str, Any]:
        delay = float(call.get("DelaySeconds", 0))
        self.send(self._queue(call), call["MessageBody"], call, delay)
        return {"MessageId": f"message-{self._count}"}

    def _GetQueueAttributes(self, call: dict[str, Any]) -> dict[str, Any]:
        visible = [m for m in self._queue(call).messages if m.visible <= self._scheduler.now]
        return {"Attributes": {"ApproximateNumberOfMessages": str(len(visible))}}

    def _DeleteMessage(self, call: dict[str, Any]) -> dict[str, Any]:
        self._queue(call).delete(call["ReceiptHandle"])
        return {}

    def _ChangeMessageVisibility(self, call: dict[str, Any]) -> dict[str, Any]:
        queue = self._queue(call)
        message = queue.in_flight(call["ReceiptHandle"])
        if message is None or message.visible <= self._scheduler.now:
            raise client_error("ChangeMessageVisibility", "InvalidParameterValue")
        queue.hide(message, call["VisibilityTimeout"])
        return {}

    def _SendEmail(self, call: dict[str, Any]) -> dict[str, Any]:
        simple = call["Content"]["Simple"]
        self.mails.append(
            {
                "time": self._scheduler.now,
                "to": call["Destination"]["ToAddresses"][0],
                "subject": simple["Subject"]["Data"],
                "text": simple["Body"]["Text"]["Data"],
            }
        )
        return {"MessageId": f"mail-{len(self.mails)}"}


def _record(queue: Queue, message: Message) -> dict[str, Any]:
    milliseconds = str(int(message.sent * 1000))
    return {
        "messageId": message.id,
        "receiptHandle": message.handle,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.receives),
            "SentTimestamp": milliseconds,
            "ApproximateFirstReceiveTimestamp": milliseconds,
            "SenderId": "AIDAEXAMPLE",
            **message.attributes,
        },
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:{queue.name}",
        "awsRegion": REGION,
    }


def sns_event(call: dict[str, Any], message_id: str) -> dict[str, Any]:
    """What SNS passes to a function."""
    attributes = {
        name: {"Type": each["DataType"], "Value": each["StringValue"]}
        for name, each in call.get("MessageAttributes", {}).items()
    }
    sns = {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": call["TopicArn"],
        "Message": call["Message"],
        "MessageAttributes": attributes,
        "Timestamp": "2026-01-01T00:00:00.000Z",
    }
    record = {"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": sns}
    return {"Records": [record]}
