"""The bucket in which deployments keep what every machine that deploys must know.

There is one for all stages of an account and region. It exists before a stage does, so that a lock
in it can cover a first deployment too.
"""

import json
from typing import TYPE_CHECKING, NamedTuple

import boto3
from botocore.exceptions import ClientError

from deploy import account

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEPT_DAYS = 90
"""How long an earlier version of an object is kept."""

_CHANGED = {"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey", "404", "409", "412"}


class Entry(NamedTuple):
    """An object with the ETag of its version."""

    content: bytes
    etag: str


class DeploymentsBucket:
    """Every call names the owner of the bucket, since another account may have taken its name."""

    def __init__(self, s3: "S3Client", name: str, owner: str) -> None:
        self._s3 = s3
        self._name = name
        self._owner = owner

    def read(self, key: str) -> Entry | None:
        try:
            found = self._s3.get_object(Bucket=self._name, Key=key, ExpectedBucketOwner=self._owner)
        except self._s3.exceptions.NoSuchKey:
            return None
        return Entry(found["Body"].read(), found["ETag"])

    def write(self, key: str, content: bytes) -> None:
        self._s3.put_object(
            Bucket=self._name, Key=key, Body=content, ExpectedBucketOwner=self._owner
        )

    def write_if(self, key: str, content: bytes, replaced: str | None) -> str | None:
        """Writes only over the version with the ETag `replaced`, or only a new object if that is
        None. Returns the new ETag, or None if someone else was faster."""
        condition = {"IfNoneMatch": "*"} if replaced is None else {"IfMatch": replaced}
        try:
            written = self._s3.put_object(
                Bucket=self._name,
                Key=key,
                Body=content,
                ExpectedBucketOwner=self._owner,
                **condition,  # type: ignore[arg-type]
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _CHANGED:
                return None
            raise
        return written["ETag"]

    def forget(self, stage: str) -> None:
        """Deletes all versions of what is kept for the stage."""
        boto3.resource("s3").Bucket(self._name).object_versions.filter(Prefix=f"{stage}/").delete()


def deployments_bucket() -> DeploymentsBucket:
    """The bucket of this account and region, which is created if there is none."""
    owner, region = account.number(), account.region()
    name = f"stills-deployments-{owner}-{region}"
    s3 = boto3.client("s3")
    try:
        s3.head_bucket(Bucket=name, ExpectedBucketOwner=owner)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
            raise
        _create(s3, name, region)
    return DeploymentsBucket(s3, name, owner)


def _create(s3: "S3Client", name: str, region: str) -> None:
    """Public access is blocked and objects are encrypted by S3's defaults."""
    if region == "us-east-1":
        s3.create_bucket(Bucket=name)
    else:
        where = {"LocationConstraint": region}
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)  # type: ignore[arg-type]
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_lifecycle_configuration(
        Bucket=name,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "expire-earlier-versions",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": KEPT_DAYS},
                }
            ]
        },
    )
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(_only_tls(name)))


def _only_tls(name: str) -> dict[str, object]:
    resources = [f"arn:{_partition()}:s3:::{name}", f"arn:{_partition()}:s3:::{name}/*"]
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "OnlyTLS",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": resources,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }


def _partition() -> str:
    return boto3.session.Session().get_partition_for_region(account.region())
