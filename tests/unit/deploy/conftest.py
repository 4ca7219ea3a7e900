"""An AWS account in memory."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from deploy.bucket import DeploymentsBucket, deployments_bucket

BUCKET = "stills-deployments-123456789012-eu-central-1"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


@pytest.fixture
def bucket(aws: None) -> DeploymentsBucket:
    """The deployments bucket, without its policy: moto would apply it to every connection."""
    bucket = deployments_bucket()
    boto3.client("s3").delete_bucket_policy(Bucket=BUCKET)
    return bucket
