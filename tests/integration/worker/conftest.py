"""The worker's world in moto: two buckets, a topic, and a queue that hears what it says."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import boto3
import pytest
from moto import mock_aws

from contracts import keys
from contracts.messages import (
    ExtractionRequested,
    WorkerEvent,
    decode_api_event,
    decode_worker_event,
)
from stills.manifest import Manifest
from stills.options import ExtractionOptions
from stills.sink import Sink
from tests.samples import a_source, an_image
from worker import composition, handler

EVENT = Path(__file__).parents[2] / "fixtures/events/worker_sqs.json"
VIDEO = b"a video" * 1000


@dataclass
class FakeEngine:
    """Yields `count` images of `size` bytes; `before_image` lets a test step in between."""

    count: int = 3
    size: int = 1000
    before_image: Callable[[int], None] = lambda index: None
    seen: list[bytes] = field(default_factory=list)

    def __call__(self, file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        self.seen.append(file.read())
        sink.opened(SOURCE, 4)
        images = []
        for index in range(self.count):
            self.before_image(index)
            name, data = f"frame_{index:06}.jpg", bytes([index % 256]) * self.size
            images.append(an_image(index, size=len(data), offset=sink.store(name, data)))
            sink.progress((index + 1) / self.count, index + 1)
        return Manifest(source=SOURCE, options=options, images=tuple(images))


SOURCE = a_source(display_width=360, display_height=640, rotation=90)


@dataclass
class Context:
    """What Lambda gives a handler, with a time limit that a test may move."""

    remaining: int = 900_000
    function_name: str = "stills-test-worker"
    memory_limit_in_mb: int = 2048
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:worker"
    aws_request_id: str = "7f4f6f9e-0e5d-4d3f-9d0c-2b1a0c9d8e7f"

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining


@dataclass
class World:
    s3: Any
    sqs: Any
    queue: str
    engine: Any = field(default_factory=FakeEngine)
    context: Context = field(default_factory=Context)
    event: dict[str, Any] = field(default_factory=lambda: json.loads(EVENT.read_text()))

    @property
    def job(self) -> ExtractionRequested:
        job = decode_api_event(self.event["Records"][0]["body"])
        assert isinstance(job, ExtractionRequested)
        return job

    @property
    def ids(self) -> tuple[str, str, int]:
        return self.job.user_id, self.job.video_id, self.job.extraction

    def upload(self, video: bytes = VIDEO) -> None:
        self.s3.put_object(Bucket="videos", Key=self.job.source_key, Body=video)

    def cancel(self) -> None:
        self.s3.put_object(Bucket="images", Key=keys.canceled(*self.ids))

    def receive(self, jobs: str) -> None:
        """Sends the job by its queue, so that its message has a receipt."""
        [record] = self.event["Records"]
        self.sqs.send_message(QueueUrl=jobs, MessageBody=record["body"])
        [message] = self.sqs.receive_message(QueueUrl=jobs)["Messages"]
        record["receiptHandle"] = message["ReceiptHandle"]

    def invoke(self) -> list[str]:
        """Runs the handler; returns the ids of the messages that it failed."""
        response = handler.handler(self.event, self.context)  # type: ignore[arg-type]
        return [failure["itemIdentifier"] for failure in response["batchItemFailures"]]

    def said(self) -> list[WorkerEvent]:
        """What the worker said since the last call, in order."""
        events = []
        while messages := self.sqs.receive_message(
            QueueUrl=self.queue, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            for message in messages:
                events.append(decode_worker_event(message["Body"]))
                sent_type = message["MessageAttributes"]["type"]["StringValue"]
                assert sent_type == json.loads(message["Body"])["type"]
        return events

    def images(self) -> dict[str, bytes]:
        """The objects of the images bucket, by key."""
        listed = self.s3.list_objects_v2(Bucket="images").get("Contents", [])
        return {
            o["Key"]: self.s3.get_object(Bucket="images", Key=o["Key"])["Body"].read()
            for o in listed
        }

    def unfinished_uploads(self) -> list[Any]:
        uploads: list[Any] = self.s3.list_multipart_uploads(Bucket="images").get("Uploads", [])
        return uploads


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        s3, sns, sqs = (boto3.client(name) for name in ("s3", "sns", "sqs"))
        for bucket in ("videos", "images"):
            s3.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
            )
        topic = sns.create_topic(Name="worker-events")["TopicArn"]
        queue = sqs.create_queue(QueueName="results")["QueueUrl"]
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint="arn:aws:sqs:eu-central-1:123456789012:results",
            Attributes={"RawMessageDelivery": "true"},
        )
        jobs = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "5400"})
        monkeypatch.setenv("JOBS_QUEUE_URL", jobs["QueueUrl"])
        monkeypatch.setenv("VIDEOS_BUCKET_NAME", "videos")
        monkeypatch.setenv("IMAGES_BUCKET_NAME", "images")
        monkeypatch.setenv("WORKER_EVENTS_TOPIC_ARN", topic)
        world = World(s3, sqs, queue)
        world.receive(jobs["QueueUrl"])
        composition.services.cache_clear()
        services = composition.services()
        monkeypatch.setattr(handler, "services", lambda: replace(services, extract=world.engine))
        yield world
    composition.services.cache_clear()
