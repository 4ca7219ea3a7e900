"""The deployment configures what Chalice cannot, and knows whether the API still exists."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from deploy.api import Api
from deploy.bucket import DeploymentsBucket
from deploy.records import Records

OUTPUTS = {
    "VideosBucketName": "videos",
    "UploadsDeadLetterQueueArn": "arn:aws:sqs:us-east-1:000000000000:uploads-dead-letters",
    "ApiAccessLogsArn": "arn:aws:logs:us-east-1:000000000000:log-group:/aws/apigateway/stills-dev",
    "RequestsPerSecond": "50",
    "ApiFirewallArn": "",
}


class Lambda:
    """Records how functions and their event sources are configured."""

    def __init__(self) -> None:
        self.failures: dict[str, Any] = {}
        self.sources: dict[str, list[str]] = {}

    def put_function_event_invoke_config(self, **config: Any) -> None:
        self.failures[config["FunctionName"]] = config["DestinationConfig"]["OnFailure"]

    def get_event_source_mapping(self, UUID: str) -> dict[str, str]:
        return {"State": "Enabled"}

    def update_event_source_mapping(self, **config: Any) -> None:
        self.sources[config["UUID"]] = config["FunctionResponseTypes"]


@pytest.fixture
def deployment(
    bucket: DeploymentsBucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Api, Any, list[str]]:
    """A deployed API whose Chalice is a stand-in, its gateway, and the steps that are taken."""
    steps: list[str] = []
    monkeypatch.setattr(Api, "_chalice", lambda self, command: steps.append(command))
    monkeypatch.setattr(Records, "restore", lambda self, bucket: steps.append("restore"))
    monkeypatch.setattr(Records, "keep", lambda self: steps.append("keep"))
    gateway = boto3.client("apigateway")
    rest_api = gateway.create_rest_api(name="stills-dev")["id"]
    root = gateway.get_resources(restApiId=rest_api)["items"][0]["id"]
    gateway.put_method(
        restApiId=rest_api, resourceId=root, httpMethod="GET", authorizationType="NONE"
    )
    gateway.put_integration(restApiId=rest_api, resourceId=root, httpMethod="GET", type="MOCK")
    resources = [
        {
            "name": "rest_api",
            "resource_type": "rest_api",
            "rest_api_id": rest_api,
            "rest_api_url": "https://abc.example/api/",
        },
        {"resource_type": "sqs_event", "event_uuid": "results"},
    ]
    record = tmp_path / "dev.json"
    record.write_text(json.dumps({"resources": resources}))
    records = Records(bucket, "dev", record)
    return Api("dev", tmp_path, records, tmp_path / "log"), gateway, steps


def test_a_deployment_configures_what_chalice_cannot(
    deployment: tuple[Api, Any, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed, gateway, steps = deployment
    functions = Lambda()
    tagged: dict[str, str] = {}  # moto cannot tag an API
    monkeypatch.setattr("deploy.api.tag_api", tagged.__setitem__)
    client: Any = boto3.client
    monkeypatch.setattr(
        "boto3.client", lambda name: functions if name == "lambda" else client(name)
    )

    deployed.deploy(OUTPUTS)

    assert steps == ["restore", "deploy", "keep"]
    arn = OUTPUTS["UploadsDeadLetterQueueArn"]
    assert functions.failures == {"stills-dev-uploads": {"Destination": arn}}
    assert functions.sources == {"results": ["ReportBatchItemFailures"]}
    [rest_api] = gateway.get_rest_apis()["items"]
    answer = gateway.get_gateway_response(restApiId=rest_api["id"], responseType="UNAUTHORIZED")
    assert answer["statusCode"] == "401"
    assert json.loads(answer["responseTemplates"]["application/json"])["code"] == "not_signed_in"
    assert tagged == {rest_api["id"]: "dev"}
    [stage] = gateway.get_stages(restApiId=rest_api["id"])["item"]
    assert stage["accessLogSettings"]["destinationArn"] == OUTPUTS["ApiAccessLogsArn"]
    assert stage["methodSettings"]["*/*"]["throttlingRateLimit"] == 50


def test_an_api_exists_while_its_gateway_does(deployment: tuple[Api, Any, list[str]]) -> None:
    deployed, gateway, _ = deployment
    assert deployed.exists()

    [rest_api] = gateway.get_rest_apis()["items"]
    gateway.delete_rest_api(restApiId=rest_api["id"])

    assert not deployed.exists()


def test_an_api_that_was_never_deployed_does_not_exist(
    bucket: DeploymentsBucket, tmp_path: Path
) -> None:
    records = Records(bucket, "dev", tmp_path / "none.json")

    assert not Api("dev", tmp_path, records, tmp_path / "log").exists()


def test_a_deletion_begins_with_all_that_exists(deployment: tuple[Api, Any, list[str]]) -> None:
    deployed, _, steps = deployment

    deployed.delete("videos")

    assert steps == ["restore", "delete"]


def test_its_url_has_no_slash_at_the_end(deployment: tuple[Api, Any, list[str]]) -> None:
    assert deployment[0].url() == "https://abc.example/api"
