"""Any machine can deploy a stage: the record is kept with it, and found again if it was lost."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from deploy.adoption import STAGE_TAG
from deploy.bucket import DeploymentsBucket
from deploy.records import Records
from deploy.tools import DeploymentError

VIDEOS = "videos"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture
def records(bucket: DeploymentsBucket, tmp_path: Path) -> Callable[[str], Records]:
    """The record of a stage, on a machine that the argument names."""
    return lambda machine: Records(bucket, "dev", tmp_path / machine / "dev.json")


def create_function(name: str, stage: str, app: str = "stills") -> tuple[str, str]:
    """A function as Chalice creates it. Returns its ARN and that of its role."""
    role = boto3.client("iam").create_role(
        RoleName=name if name.count("-") > 1 else f"{name}-api_handler",
        AssumeRolePolicyDocument=json.dumps(TRUST),
    )["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("app.py", "")
    arn = boto3.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="app.app",
        Role=role,
        Code={"ZipFile": code.getvalue()},
        Tags={"aws-chalice": f"version=1.34.0:stage={stage}:app={app}"},
    )["FunctionArn"]
    return arn, role


def create_api(name: str, **tags: str) -> str:
    api: str = boto3.client("apigateway").create_rest_api(name=name, tags=tags)["id"]
    return api


def by_name(records: Records) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in records.resources()}


def test_what_one_machine_deployed_another_one_knows(records: Any) -> None:
    obsolete = {"name": "old", "resource_type": "lambda_function", "lambda_arn": "arn:old"}
    first, second = records("first"), records("second")
    first.restore(VIDEOS)
    first._file.write_text(json.dumps({"resources": [obsolete]}))
    first.keep()

    second.restore(VIDEOS)

    assert second.resources() == [obsolete]


def test_a_lost_record_is_made_again_from_what_exists(records: Any) -> None:
    create_function("stills-dev", "dev")
    function, role = create_function("stills-dev-results", "dev")
    queue = boto3.client("sqs").create_queue(QueueName="stills-dev-results")["QueueUrl"]
    queue_arn = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue, AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    mapping = boto3.client("lambda").create_event_source_mapping(
        EventSourceArn=queue_arn, FunctionName=function
    )
    create_function("stills-dev-sweep", "dev")
    boto3.client("events").put_rule(
        Name="stills-dev-sweep-event", ScheduleExpression="rate(1 minute)"
    )
    create_function("stills-dev-uploads", "dev")
    api = create_api("stills-dev")

    adopting = records("another")
    adopting.restore(VIDEOS)

    found = by_name(adopting)
    assert found["results"]["lambda_arn"] == function
    assert found["results_role"] == {
        "name": "results_role",
        "resource_type": "iam_role",
        "role_arn": role,
        "role_name": "stills-dev-results",
    }
    assert found["results-sqs-event-source"] == {
        "name": "results-sqs-event-source",
        "resource_type": "sqs_event",
        "queue_arn": queue_arn,
        "event_uuid": mapping["UUID"],
        "queue": "stills-dev-results",
        "lambda_arn": function,
    }
    assert found["uploads-s3event"]["bucket"] == VIDEOS
    assert found["sweep-event"]["rule_name"] == "stills-dev-sweep-event"
    assert found["rest_api"]["rest_api_id"] == api
    assert found["rest_api"]["rest_api_url"] == (
        f"https://{api}.execute-api.eu-central-1.amazonaws.com/api/"
    )


def test_resources_of_other_stages_and_applications_are_not_adopted(records: Any) -> None:
    create_function("stills-dev-uploads", "dev-uploads")
    create_function("stills-dev-sweep", "dev", app="other")
    create_api("stills-prod")

    adopting = records("another")
    adopting.restore(VIDEOS)

    assert adopting.resources() == []


def test_a_renamed_api_is_found_by_its_tag(records: Any) -> None:
    api = create_api("renamed", **{STAGE_TAG: "dev"})

    adopting = records("another")
    adopting.restore(VIDEOS)

    assert by_name(adopting)["rest_api"]["rest_api_id"] == api


def test_two_apis_of_one_stage_are_refused_by_their_ids(records: Any) -> None:
    first, second = create_api("stills-dev"), create_api("stills-dev")

    with pytest.raises(DeploymentError) as refused:
        records("another").restore(VIDEOS)

    assert first in str(refused.value)
    assert second in str(refused.value)


def test_a_recorded_api_that_was_deleted_is_not_restored(records: Any) -> None:
    kept = records("first")
    kept.restore(VIDEOS)
    kept._file.write_text(json.dumps({"resources": [{"name": "rest_api", "rest_api_id": "gone"}]}))
    kept.keep()

    kept.restore(VIDEOS)

    assert kept.resources() == []
