from typing import Any

import pytest

from tests.infrastructure.conftest import Template

BUCKETS = ["VideosBucket", "ImagesBucket"]
"""Those of users' files."""

ALL = [*BUCKETS, "PageBucket"]
UPLOAD_CAN_BE_RESUMED_DAYS = 1


@pytest.fixture(params=ALL)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def bucket(template: Template, name: str) -> dict[str, Any]:
    return template.of_type("AWS::S3::Bucket")[name]


def test_there_are_no_other_buckets(template: Template) -> None:
    assert list(template.of_type("AWS::S3::Bucket")) == ALL


def test_a_bucket_is_encrypted(bucket: dict[str, Any]) -> None:
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_a_bucket_is_private(bucket: dict[str, Any]) -> None:
    block = bucket["PublicAccessBlockConfiguration"]
    assert block == dict.fromkeys(
        ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"], True
    )
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_a_bucket_requires_tls(template: Template, name: str) -> None:
    [statement] = [
        statement
        for policy in template.of_type("AWS::S3::BucketPolicy").values()
        for statement in policy["PolicyDocument"]["Statement"]
        if policy["Bucket"] == {"Ref": name} and statement["Effect"] == "Deny"
    ]
    assert statement["Principal"] == "*"
    assert statement["Action"] == "s3:*"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}
    assert statement["Resource"] == [
        {"Fn::GetAtt": [name, "Arn"]},
        {"Fn::Sub": f"${{{name}.Arn}}/*"},
    ]


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_deletes_old_objects(
    template: Template, bucket: dict[str, Any], name: str
) -> None:
    parameter = {"VideosBucket": "VideoDays", "ImagesBucket": "ArchiveDays"}[name]
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert all(rule["Status"] == "Enabled" for rule in rules)
    assert {"Ref": parameter} in [rule.get("ExpirationInDays") for rule in rules]
    assert parameter in template.parameters


@pytest.mark.parametrize("name", BUCKETS)
def test_an_incomplete_upload_is_kept_while_it_can_be_resumed(
    bucket: dict[str, Any],
) -> None:
    rules = bucket["LifecycleConfiguration"]["Rules"]
    [days] = [
        rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
        for rule in rules
        if "AbortIncompleteMultipartUpload" in rule
    ]
    assert UPLOAD_CAN_BE_RESUMED_DAYS < days <= 7


def test_a_browser_can_upload_and_read_ranges(template: Template) -> None:
    buckets = template.of_type("AWS::S3::Bucket")
    videos, _ = buckets["VideosBucket"]["CorsConfiguration"]["CorsRules"]
    images, _ = buckets["ImagesBucket"]["CorsConfiguration"]["CorsRules"]
    assert {"PUT", "POST"} <= set(videos["AllowedMethods"])
    assert set(images["AllowedMethods"]) == {"GET", "HEAD"}
    for rule in (videos, images):
        assert rule["AllowedOrigins"] == {"Ref": "AllowedOrigins"}
        assert {"ETag", "Accept-Ranges", "Content-Range"} <= set(rule["ExposedHeaders"])


def test_the_notification_is_left_to_chalice(template: Template) -> None:
    assert "NotificationConfiguration" not in template.of_type("AWS::S3::Bucket")["VideosBucket"]
