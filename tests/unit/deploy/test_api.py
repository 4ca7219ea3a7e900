"""The deployment configures what Chalice cannot, and knows whether the API still exists."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from deploy.api import Api

OUTPUTS = {"UploadsDeadLetterQueueArn": "arn:aws:sqs:us-east-1:000000000000:uploads-dead-letters"}


class Lambda:
    """Records how functions and their event sources are configured."""

    def __init__(self) -> None:
        self.failures: dict[str, Any] = {}
        self.sources: dict[str, list[str]] = {}

    def put_function_event_invoke_config(self, **config: Any) -> None:
        self.failures[config["FunctionName"]] = config["DestinationConfig"]["OnFailure"]

    def update_event_source_mapping(self, **config: Any) -> None:
        self.sources[config["UUID"]] = config["FunctionResponseTypes"]


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Api, Any]]:
    """A deployed API whose Chalice is a stand-in, and its AWS account."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(Api, "_chalice", lambda self, command: None)
    with mock_aws():
        gateway = boto3.client("apigateway")
        rest_api = gateway.create_rest_api(name="stills")["id"]
        root = gateway.get_resources(restApiId=rest_api)["items"][0]["id"]
        gateway.put_method(
            restApiId=rest_api, resourceId=root, httpMethod="GET", authorizationType="NONE"
        )
        gateway.put_integration(restApiId=rest_api, resourceId=root, httpMethod="GET", type="MOCK")
        resources = [
            {
                "resource_type": "rest_api",
                "rest_api_id": rest_api,
                "rest_api_url": "https://abc.example/api/",
            },
            {"resource_type": "sqs_event", "event_uuid": "results"},
        ]
        record = tmp_path / ".chalice" / "deployed" / "dev.json"
        record.parent.mkdir(parents=True)
        record.write_text(json.dumps({"resources": resources}))
        yield Api("dev", tmp_path, tmp_path / "log"), gateway


def test_a_deployment_configures_what_chalice_cannot(
    deployment: tuple[Api, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    deployed, gateway = deployment
    functions = Lambda()
    client: Any = boto3.client
    monkeypatch.setattr(
        "boto3.client", lambda name: functions if name == "lambda" else client(name)
    )

    deployed.deploy(OUTPUTS)

    arn = OUTPUTS["UploadsDeadLetterQueueArn"]
    assert functions.failures == {"stills-dev-uploads": {"Destination": arn}}
    assert functions.sources == {"results": ["ReportBatchItemFailures"]}
    [rest_api] = gateway.get_rest_apis()["items"]
    answer = gateway.get_gateway_response(restApiId=rest_api["id"], responseType="UNAUTHORIZED")
    assert answer["statusCode"] == "401"
    assert json.loads(answer["responseTemplates"]["application/json"])["code"] == "not_signed_in"
    assert [stage["stageName"] for stage in gateway.get_stages(restApiId=rest_api["id"])["item"]]


def test_an_api_exists_while_its_gateway_does(deployment: tuple[Api, Any]) -> None:
    deployed, gateway = deployment
    assert deployed.exists()

    [rest_api] = gateway.get_rest_apis()["items"]
    gateway.delete_rest_api(restApiId=rest_api["id"])

    assert not deployed.exists()


def test_an_api_that_was_never_deployed_does_not_exist(tmp_path: Path) -> None:
    assert not Api("dev", tmp_path, tmp_path / "log").exists()


def test_its_url_has_no_slash_at_the_end(deployment: tuple[Api, Any]) -> None:
    assert deployment[0].url() == "https://abc.example/api"
