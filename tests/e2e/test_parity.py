"""The local cloud refuses what AWS refuses: the rows of docs/parity.md."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from botocore.exceptions import ClientError

from local.client import ApiError
from local.settings import ROOT, STAGE
from tests.e2e.conftest import LocalCloud, User

pytestmark = pytest.mark.e2e

MIB = 1024 * 1024
ANSWER = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'x' * event['size']}"


@pytest.fixture(scope="module")
def function(cloud: LocalCloud) -> Iterator[str]:
    """A function that answers with as many characters as its event says."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("answer.py", ANSWER)
    functions, name = cloud.aws("lambda"), f"answer-{uuid4().hex}"
    worker = functions.get_function(FunctionName=f"stills-{STAGE}-worker")
    functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="answer.handler",
        Role=worker["Configuration"]["Role"],
        Code={"ZipFile": packed.getvalue()},
    )
    yield name
    functions.delete_function(FunctionName=name)


def test_an_upload_with_a_small_part_in_its_middle_is_refused(cloud: LocalCloud) -> None:
    s3, at = cloud.aws("s3"), {"Bucket": cloud.outputs["videos_bucket"], "Key": "parity/source"}
    upload = s3.create_multipart_upload(**at)["UploadId"]
    parts = [
        {
            "PartNumber": number,
            "ETag": s3.upload_part(
                **at, UploadId=upload, PartNumber=number, Body=bytes(5 * MIB - 1)
            )["ETag"],
        }
        for number in (1, 2)
    ]

    with pytest.raises(ClientError, match="EntityTooSmall"):
        s3.complete_multipart_upload(**at, UploadId=upload, MultipartUpload={"Parts": parts})
    s3.complete_multipart_upload(**at, UploadId=upload, MultipartUpload={"Parts": parts[:1]})
    s3.delete_object(**at)


def test_an_answer_of_more_than_6_megabytes_is_a_failed_invocation(
    cloud: LocalCloud, function: str
) -> None:
    def invoke(size: int) -> dict[str, Any]:
        payload = json.dumps({"size": size})
        answer: dict[str, Any] = cloud.aws("lambda").invoke(FunctionName=function, Payload=payload)
        return answer

    assert "FunctionError" not in invoke(6_000_000)

    refused = invoke(6_291_556)

    assert "FunctionError" in refused
    assert json.load(refused["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"


def test_a_request_of_more_than_10_megabytes_is_refused(user: User) -> None:
    body = {"filename": "a.mp4", "size": 1, "description": "x" * (10 * MIB)}

    with pytest.raises(ApiError) as refused:
        user.client.request("POST", "/videos", json=body)

    assert refused.value.problem["code"] == "body_too_large"


def test_a_mapping_that_is_being_created_cannot_be_changed_or_doubled(
    cloud: LocalCloud, function: str
) -> None:
    functions, sqs = cloud.aws("lambda"), cloud.aws("sqs")
    queue = sqs.create_queue(QueueName=f"parity-{uuid4().hex}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    source = {"FunctionName": function, "EventSourceArn": arn["Attributes"]["QueueArn"]}

    created = functions.create_event_source_mapping(**source)
    with pytest.raises(functions.exceptions.ResourceInUseException):
        functions.update_event_source_mapping(UUID=created["UUID"], BatchSize=5)
    with pytest.raises(functions.exceptions.ResourceConflictException):
        functions.create_event_source_mapping(**source)

    def settled() -> bool:
        state = functions.get_event_source_mapping(UUID=created["UUID"])["State"]
        return bool(state == "Enabled")

    assert not settled()
    cloud.wait_until(settled)
    functions.update_event_source_mapping(UUID=created["UUID"], BatchSize=5)
    functions.delete_event_source_mapping(UUID=created["UUID"])
    sqs.delete_queue(QueueUrl=queue)


def test_an_item_of_more_than_400_kilobytes_is_refused(cloud: LocalCloud) -> None:
    table = cloud.outputs["stack"]["VideosTableName"]
    item = {"user_id": {"S": "parity"}, "video_id": {"S": "1"}, "text": {"S": "x" * 400 * 1024}}

    with pytest.raises(ClientError, match="Item size has exceeded"):
        cloud.aws("dynamodb").put_item(TableName=table, Item=item)


def test_a_message_of_more_than_256_kilobytes_is_refused(cloud: LocalCloud) -> None:
    topic = cloud.outputs["stack"]["ApiEventsTopicArn"]

    with pytest.raises(ClientError, match="too long"):
        cloud.aws("sns").publish(TopicArn=topic, Message="x" * (256 * 1024 + 1))


def test_images_are_gone_after_their_lifetime(cloud: LocalCloud, user: User, clip: Path) -> None:
    video_id = user.upload(clip)
    user.client.wait(video_id, 120)
    url = user.client.request("GET", f"/videos/{video_id}/archive").json()["url"]

    expire(cloud, days=89)
    assert httpx.get(url).status_code == 200
    expire(cloud, days=91)

    assert httpx.get(url).status_code == 404
    with pytest.raises(ApiError) as gone:
        user.client.request("GET", f"/videos/{video_id}/images")
    assert gone.value.problem["code"] == "images_expired"


def expire(cloud: LocalCloud, days: int) -> None:
    environment = os.environ | {"STILLS_HOME": str(cloud.home), "STILLS_PORT": str(cloud.port)}
    command = [sys.executable, "-m", "local.lifecycle", str(days)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)  # noqa: S603
