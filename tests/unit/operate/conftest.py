"""A deployment in an AWS account in memory."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from operate.deployment import QUEUES, READ, Deployment

OUTPUTS = {
    "PageUrl": "https://stills.example.com",
    "UserPoolId": "eu-central-1_abc",
    "VideosBucketName": "videos",
    "ImagesBucketName": "images",
}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


@pytest.fixture
def deployed(aws: None) -> Deployment:
    """With its queues, and nothing else."""
    sqs = boto3.client("sqs")
    found = Deployment("dev", OUTPUTS, "https://api.example.com/api")
    for queue in QUEUES:
        sqs.create_queue(QueueName=found.dead_letters_name(queue))
    for queue in READ:
        sqs.create_queue(QueueName=found.queue_name(queue))
    return found
