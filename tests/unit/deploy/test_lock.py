"""Two deployments of a stage never run at once, and one that was killed blocks no one for long."""

from datetime import UTC, datetime, timedelta

import boto3
import pytest

from deploy.bucket import DeploymentsBucket, deployments_bucket
from deploy.lock import LIFETIME, Lock, locked
from deploy.tools import DeploymentError
from tests.unit.deploy.conftest import BUCKET

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


def test_a_second_deployment_is_refused_and_told_who_deploys(bucket: DeploymentsBucket) -> None:
    Lock(bucket, "dev", Clock()).acquire()

    with pytest.raises(DeploymentError, match=r" on .* deploying dev since 12:00 .* at 13:00 UTC"):
        Lock(bucket, "dev", Clock()).acquire()


def test_another_stage_may_be_deployed_meanwhile(bucket: DeploymentsBucket) -> None:
    with locked(bucket, "dev"), locked(bucket, "prod"):
        pass


def test_the_next_deployment_begins_when_the_last_one_has_ended_or_failed(
    bucket: DeploymentsBucket,
) -> None:
    with pytest.raises(RuntimeError), locked(bucket, "dev"):
        raise RuntimeError

    with locked(bucket, "dev"):
        pass


def test_a_lock_whose_owner_was_killed_expires(bucket: DeploymentsBucket) -> None:
    Lock(bucket, "dev", Clock()).acquire()
    later = Clock()

    later.time += LIFETIME + timedelta(seconds=1)
    Lock(bucket, "dev", later).acquire()


def test_only_one_of_two_takes_a_lock_that_both_saw_expire(bucket: DeploymentsBucket) -> None:
    seen = bucket.read("dev/lock.json")
    assert bucket.write_if("dev/lock.json", b"first", seen.etag if seen else None)

    assert bucket.write_if("dev/lock.json", b"second", seen.etag if seen else None) is None


def test_a_deployment_that_lost_its_lock_goes_no_further(bucket: DeploymentsBucket) -> None:
    clock = Clock()
    slow, next_one = Lock(bucket, "dev", clock), Lock(bucket, "dev", clock)
    slow.acquire()
    clock.time += LIFETIME + timedelta(seconds=1)
    next_one.acquire()

    with pytest.raises(DeploymentError, match="another one has begun"):
        slow.renew()

    slow.release()
    next_one.renew()


def test_a_renewed_lock_is_held_longer(bucket: DeploymentsBucket) -> None:
    clock = Clock()
    lock = Lock(bucket, "dev", clock)
    lock.acquire()
    clock.time += LIFETIME - timedelta(minutes=1)
    lock.renew()
    clock.time += timedelta(minutes=2)

    with pytest.raises(DeploymentError, match="since 12:00"):
        Lock(bucket, "dev", clock).acquire()


def test_the_bucket_keeps_versions_and_refuses_connections_without_tls(aws: None) -> None:
    deployments_bucket()

    s3 = boto3.client("s3")
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket=BUCKET)["Policy"]
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] == "eu-central-1"


def test_a_forgotten_stage_leaves_no_version_and_others_alone(bucket: DeploymentsBucket) -> None:
    for key in ("dev/chalice.json", "dev/chalice.json", "dev-2/chalice.json"):
        bucket.write(key, b"{}")

    bucket.forget("dev")

    versions = boto3.client("s3").list_object_versions(Bucket=BUCKET)
    assert [version["Key"] for version in versions["Versions"]] == ["dev-2/chalice.json"]
