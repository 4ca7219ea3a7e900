from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import boto3
import pytest
from moto import mock_aws

from tests.integration.worker.world import World
from worker import composition, handler

REGION: Literal["eu-central-1"] = "eu-central-1"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        s3, sns, sqs = boto3.client("s3"), boto3.client("sns"), boto3.client("sqs")
        for bucket in ("videos", "images"):
            s3.create_bucket(
                Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        topic = sns.create_topic(Name="worker-events")["TopicArn"]
        results = sqs.create_queue(QueueName="results")["QueueUrl"]
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:{REGION}:123456789012:results",
            Attributes={"RawMessageDelivery": "true"},
        )
        jobs = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "5400"})
        monkeypatch.setenv("STAGE", "dev")
        monkeypatch.setenv("JOBS_QUEUE_URL", jobs["QueueUrl"])
        monkeypatch.setenv("VIDEOS_BUCKET_NAME", "videos")
        monkeypatch.setenv("IMAGES_BUCKET_NAME", "images")
        monkeypatch.setenv("WORKER_EVENTS_TOPIC_ARN", topic)
        monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008")
        world = World(s3, sqs, jobs["QueueUrl"], results)
        world.receive()
        composition.services.cache_clear()
        composition.metrics.cache_clear()
        services = replace(composition.services(), extract=world.run, describe=world.open)
        monkeypatch.setattr(handler, "services", lambda: services)
        yield world
    composition.services.cache_clear()
    composition.metrics.cache_clear()
