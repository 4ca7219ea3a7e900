"""The services in memory answer as moto does."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from tests.chaos.aws.dynamodb import DynamoDB
from tests.chaos.aws.s3 import S3

Call = Callable[[str, dict[str, Any]], Any]
TABLE: Any = {
    "AttributeDefinitions": [
        {"AttributeName": "user_id", "AttributeType": "S"},
        {"AttributeName": "video_id", "AttributeType": "S"},
        {"AttributeName": "status", "AttributeType": "S"},
        {"AttributeName": "due_at", "AttributeType": "N"},
    ],
    "KeySchema": [
        {"AttributeName": "user_id", "KeyType": "HASH"},
        {"AttributeName": "video_id", "KeyType": "RANGE"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "due",
            "KeySchema": [
                {"AttributeName": "status", "KeyType": "HASH"},
                {"AttributeName": "due_at", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}
NAMES = {"#status": "status", "#due": "due_at", "#n": "count"}
CONDITIONS = (
    None,
    "attribute_not_exists(video_id)",
    "attribute_exists(video_id) AND #status = :status",
    "#status IN (:status, :other)",
    "NOT #n > :n OR (attribute_exists(#status) AND size(#status) < :n)",
)
UPDATES = (
    "SET #status = :status, #due = :n",
    "SET #n = :n REMOVE #due",
    "SET #n = if_not_exists(#n, :n) + :n",
    "ADD #n :n",
)


@pytest.fixture
def moto() -> Iterator[Callable[[str], Call]]:
    with mock_aws():
        boto3.client("dynamodb", "eu-central-1").create_table(
            TableName="videos", BillingMode="PAY_PER_REQUEST", **TABLE
        )
        boto3.client("s3", "us-east-1").create_bucket(Bucket="videos")

        def caller(service: str) -> Call:
            region = "us-east-1" if service == "s3" else "eu-central-1"
            client: Any = boto3.client(service, region)  # type: ignore[call-overload]
            return lambda operation, call: client._make_api_call(operation, call)

        yield caller


def answer_of(call: Call, operation: str, arguments: dict[str, Any], shown: tuple[str, ...]) -> Any:
    """The fields of an answer that matter, or the code of the error."""
    try:
        answer = call(operation, arguments)
    except ClientError as error:
        reasons = [r["Code"] for r in error.response.get("CancellationReasons", [])]
        return error.response["Error"]["Code"], reasons
    return {name: answer.get(name) for name in shown}


def _values(text: str, values: dict[str, Any]) -> dict[str, Any]:
    """The names and values that an expression uses; DynamoDB refuses any others."""
    found = {
        "ExpressionAttributeNames": {n: v for n, v in NAMES.items() if n in text},
        "ExpressionAttributeValues": {n: v for n, v in values.items() if n in text},
    }
    return {name: value for name, value in found.items() if value}


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    key = {"user_id": {"S": "ada"}, "video_id": {"S": draw(st.sampled_from("abc"))}}
    status, number = draw(st.sampled_from(("queued", "failed"))), draw(st.integers(0, 9))
    values = {":status": {"S": status}, ":other": {"S": "gone"}, ":n": {"N": str(number)}}
    operation = draw(st.sampled_from(("PutItem", "UpdateItem", "DeleteItem")))
    condition = draw(st.sampled_from(CONDITIONS))
    call: dict[str, Any] = {"TableName": "videos"}
    text = condition or ""
    if operation == "PutItem":
        more = {"status": {"S": status}, "due_at": {"N": str(number)}}
        call["Item"] = {**key, **(more if draw(st.booleans()) else {})}
    else:
        call["Key"] = key
    if operation == "UpdateItem":
        call["UpdateExpression"] = draw(st.sampled_from(UPDATES))
        text += " " + call["UpdateExpression"]
    if condition:
        call["ConditionExpression"] = condition
    return operation, {**call, **_values(text, values)}


def _transaction(listed: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    kinds = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}
    return {"TransactItems": [{kinds[operation]: call} for operation, call in listed]}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(writes(), st.lists(writes(), min_size=2, max_size=3)), max_size=12))
def test_dynamodb_answers_as_moto_does(moto: Callable[[str], Call], sequence: list[Any]) -> None:
    theirs = moto("dynamodb")
    ours = DynamoDB({"videos": TABLE}, now=lambda: 0.0, lag=lambda: 0.0).call
    for each in "abc":
        key = {"user_id": {"S": "ada"}, "video_id": {"S": each}}
        theirs("DeleteItem", {"TableName": "videos", "Key": key})
    for step in sequence:
        if isinstance(step, list):
            operation, call = "TransactWriteItems", _transaction(step)
        else:
            operation, call = step[0], {**step[1], "ReturnValues": "ALL_OLD"}
        expected = answer_of(theirs, operation, call, ("Attributes",))
        assert answer_of(ours, operation, call, ("Attributes",)) == expected
    for query in _queries():
        shown: tuple[str, ...] = ("Items", "Count", "ScannedCount", "LastEvaluatedKey")
        if "Limit" in query:  # moto gives no key after the last item, but DynamoDB does
            shown = shown[:-1]
        assert answer_of(ours, "Query", query, shown) == answer_of(theirs, "Query", query, shown)


def _queries() -> Iterator[dict[str, Any]]:
    of_user = {
        "TableName": "videos",
        "KeyConditionExpression": "user_id = :user",
        "ExpressionAttributeValues": {":user": {"S": "ada"}},
    }
    yield of_user
    yield {**of_user, "ScanIndexForward": False, "ConsistentRead": True}
    yield {**of_user, "Limit": 1}
    yield {
        "TableName": "videos",
        "KeyConditionExpression": "user_id = :user AND video_id > :a",
        "FilterExpression": "#status = :status",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {
            ":user": {"S": "ada"},
            ":a": {"S": "a"},
            ":status": {"S": "queued"},
        },
    }
    yield {
        "TableName": "videos",
        "IndexName": "due",
        "KeyConditionExpression": "#status = :status AND due_at <= :now",
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {":status": {"S": "queued"}, ":now": {"N": "5"}},
    }


KEYS = ("a/source", "b/source")


@st.composite
def object_calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    at = {"Bucket": "videos", "Key": draw(st.sampled_from(KEYS))}
    body = draw(st.sampled_from((b"one", b"another")))
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("PutObject", {**at, "Body": body}),
        ("PutObject", {**at, "Body": body, "IfNoneMatch": "*"}),
        ("HeadObject", at),
        ("GetObject", {**at, "Range": "bytes=1-2"}),
        ("DeleteObject", at),
        ("CopyObject", {**at, "CopySource": {"Bucket": "videos", "Key": KEYS[0]}}),
        ("ListObjectsV2", {"Bucket": "videos", "Prefix": "a/"}),
        ("AbortMultipartUpload", {**at, "UploadId": "unknown"}),
        ("ListParts", {**at, "UploadId": "unknown"}),
    )
    chosen: tuple[str, dict[str, Any]] = draw(st.sampled_from(calls))
    return chosen


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(object_calls(), max_size=12))
def test_s3_answers_as_moto_does(
    moto: Callable[[str], Call], sequence: list[tuple[str, dict[str, Any]]]
) -> None:
    theirs = moto("s3")
    ours = S3(["videos"], now=lambda: 0.0, on_created=lambda *created: None).call
    for key in KEYS:
        theirs("DeleteObject", {"Bucket": "videos", "Key": key})
    for operation, call in sequence:
        if operation == "CopyObject" and call["Key"] == KEYS[0]:
            continue  # S3 refuses to copy an object to itself
        shown = ("ETag", "ContentLength", "KeyCount", "IsTruncated")
        assert answer_of(ours, operation, call, shown) == answer_of(theirs, operation, call, shown)


def test_multipart_uploads_are_as_in_moto(moto: Callable[[str], Call]) -> None:
    theirs = moto("s3")
    ours = S3(["videos"], now=lambda: 0.0, on_created=lambda *created: None).call
    results = [_upload(call) for call in (theirs, ours)]
    assert results[0] == results[1]


def _upload(call: Call) -> list[Any]:
    """A second completion is left out: moto accepts it, but S3 documents NoSuchUpload."""
    at = {"Bucket": "videos", "Key": "video"}
    first = {**at, "UploadId": call("CreateMultipartUpload", at)["UploadId"]}
    parts = []
    for number, body in ((1, b"a" * 5 * 2**20), (2, b"b")):
        etag = call("UploadPart", {**first, "PartNumber": number, "Body": body})["ETag"]
        parts.append({"PartNumber": number, "ETag": etag})
    listed = call("ListParts", first)["Parts"]
    wrong = {**first, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": "another"}]}}
    right = {**first, "MultipartUpload": {"Parts": parts}}
    return [
        [(part["PartNumber"], part["Size"], part["ETag"]) for part in listed],
        answer_of(call, "CompleteMultipartUpload", wrong, ()),
        answer_of(call, "CompleteMultipartUpload", right, ()),
        answer_of(call, "HeadObject", at, ("ContentLength",)),
        answer_of(call, "AbortMultipartUpload", first, ()),
    ]
