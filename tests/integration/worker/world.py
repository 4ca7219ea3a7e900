"""The worker in moto: two buckets, a topic, a queue of jobs, and a queue of published events."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from contracts import keys
from contracts.messages import (
    ExtractionRequested,
    WorkerEvent,
    decode_api_event,
    decode_worker_event,
)
from stills.manifest import Manifest, Source
from stills.options import ExtractionOptions
from stills.sandbox.client import describe
from stills.sink import Sink
from tests.samples import a_source, an_image
from worker import handler
from worker.jobs import Describe, Extract

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import MultipartUploadTypeDef
    from mypy_boto3_sqs import SQSClient

EVENT = Path(__file__).parents[2] / "fixtures/events/worker_sqs.json"
VIDEO = b"a video" * 1000
SOURCE = a_source(display_width=360, display_height=640, rotation=90)


@dataclass
class FakeExtraction:
    """Stores `count` images of `size` bytes. `before_image` runs before each of them. `videos` has
    the bytes of every video that was extracted from."""

    count: int = 3
    size: int = 1000
    before_image: Callable[[int], None] = lambda index: None
    videos: list[bytes] = field(default_factory=list)

    def __call__(self, file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        self.videos.append(file.read())
        sink.opened(SOURCE, 4)
        images = []
        for index in range(self.count):
            self.before_image(index)
            name, data = f"frame_{index:06}.jpg", bytes([index % 256]) * self.size
            images.append(an_image(index, size=len(data), offset=sink.store(name, data)))
            sink.progress((index + 1) / self.count, index + 1)
        return Manifest(source=SOURCE, options=options, images=tuple(images))


@dataclass
class Context:
    """What Lambda passes to a handler. `remaining` are milliseconds until the timeout."""

    remaining: int = 900_000
    function_name: str = "stills-test-worker"
    memory_limit_in_mb: int = 2048
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:worker"
    aws_request_id: str = "7f4f6f9e-0e5d-4d3f-9d0c-2b1a0c9d8e7f"

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining


@dataclass
class World:
    """`extract` runs instead of `extraction` if it is set, and `describe` instead of the real
    one."""

    s3: "S3Client"
    sqs: "SQSClient"
    jobs: str
    results: str
    extraction: FakeExtraction = field(default_factory=FakeExtraction)
    extract: Extract | None = None
    describe: Describe = describe
    context: Context = field(default_factory=Context)
    event: dict[str, Any] = field(default_factory=lambda: json.loads(EVENT.read_text()))

    @property
    def job(self) -> ExtractionRequested:
        job = decode_api_event(self.event["Records"][0]["body"])
        assert isinstance(job, ExtractionRequested)
        return job

    @property
    def message_id(self) -> str:
        return str(self.event["Records"][0]["messageId"])

    @property
    def ids(self) -> tuple[str, str, int, int]:
        return self.job.user_id, self.job.video_id, self.job.extraction, self.job.attempt

    def upload(self, video: bytes = VIDEO) -> None:
        self.s3.put_object(Bucket="videos", Key=self.job.source_key, Body=video)

    def cancel(self) -> None:
        self.s3.put_object(Bucket="images", Key=keys.canceled(*self.ids))

    def forget_manifest(self) -> None:
        self.s3.delete_object(Bucket="images", Key=keys.manifest(*self.ids))

    def receive(self) -> None:
        """Sends the job through its queue, so that its message has a receipt."""
        [record] = self.event["Records"]
        self.sqs.send_message(QueueUrl=self.jobs, MessageBody=record["body"])
        [message] = self.sqs.receive_message(QueueUrl=self.jobs)["Messages"]
        record["receiptHandle"] = message["ReceiptHandle"]

    def run(self, file: BinaryIO, options: ExtractionOptions, sink: Sink) -> Manifest:
        return (self.extract or self.extraction)(file, options, sink)

    def open(self, file: BinaryIO, wait: Callable[[], None]) -> tuple[Source, int]:
        return self.describe(file, wait)

    def invoke(self) -> list[str]:
        """Runs the handler, and returns the ids of the messages that failed."""
        response = handler.handler(self.event, self.context)  # type: ignore[arg-type]
        return [str(failure["itemIdentifier"]) for failure in response["batchItemFailures"]]

    def events(self) -> list[WorkerEvent]:
        """The events that were published since the last call, in order."""
        events = []
        while messages := self.sqs.receive_message(
            QueueUrl=self.results, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        ).get("Messages"):
            for message in messages:
                events.append(decode_worker_event(message["Body"]))
                sent_type = message["MessageAttributes"]["type"]["StringValue"]
                assert sent_type == json.loads(message["Body"])["type"]
        return events

    def images(self) -> dict[str, bytes]:
        """The objects in the images bucket, by key."""
        listed = self.s3.list_objects_v2(Bucket="images").get("Contents", [])
        return {
            each["Key"]: self.s3.get_object(Bucket="images", Key=each["Key"])["Body"].read()
            for each in listed
        }

    def unfinished_uploads(self) -> "list[MultipartUploadTypeDef]":
        return self.s3.list_multipart_uploads(Bucket="images").get("Uploads", [])
