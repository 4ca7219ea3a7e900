"""The API's stage takes only so many requests, and logs each of them."""

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from deploy import gateway_stage
from deploy.gateway_stage import ACCESS_LOG, LOGS_ROLE, configure_stage

LOGS = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/apigateway/stills-dev"


@pytest.fixture
def stage(aws: None) -> Callable[[], dict[str, Any]]:
    """Configures the stage of an API with four routes, and returns it."""
    gateway = boto3.client("apigateway")
    api = gateway.create_rest_api(name="stills-dev")["id"]
    resources = {"/": gateway.get_resources(restApiId=api)["items"][0]["id"]}
    for parent, part in (("/", "videos"), ("/", "sessions"), ("/", "accounts")):
        made = gateway.create_resource(restApiId=api, parentId=resources[parent], pathPart=part)
        resources[made["path"]] = made["id"]
    made = gateway.create_resource(
        restApiId=api, parentId=resources["/accounts"], pathPart="confirmation"
    )
    resources[made["path"]] = made["id"]
    for path in ("/videos", "/sessions", "/accounts", "/accounts/confirmation"):
        for method in ("POST", "OPTIONS"):
            which: dict[str, str] = {"resourceId": resources[path], "httpMethod": method}
            gateway.put_method(restApiId=api, authorizationType="NONE", **which)
            gateway.put_integration(restApiId=api, type="MOCK", **which)
    gateway.create_deployment(restApiId=api, stageName="api")

    def configured() -> dict[str, Any]:
        configure_stage(api, "api", LOGS, per_second=50)
        return dict(gateway.get_stage(restApiId=api, stageName="api"))

    return configured


def test_accounts_and_sessions_take_a_tenth_of_the_requests(
    stage: Callable[[], dict[str, Any]],
) -> None:
    settings = stage()["methodSettings"]

    limits = {
        route: (setting["throttlingRateLimit"], setting["throttlingBurstLimit"])
        for route, setting in settings.items()
    }
    assert limits == {
        "*/*": (50, 100),
        "~1accounts/POST": (5, 10),
        "~1accounts~1confirmation/POST": (5, 10),
        "~1sessions/POST": (5, 10),
    }


def test_each_request_is_logged_as_json_without_addresses(
    stage: Callable[[], dict[str, Any]],
) -> None:
    logs = stage()["accessLogSettings"]

    assert logs["destinationArn"] == LOGS
    line = json.loads(logs["format"])
    assert line == ACCESS_LOG
    assert line["route"] == "$context.resourcePath"  # a path may contain what a user typed
    assert not any("sourceIp" in value or "email" in value for value in line.values())


def test_the_account_gets_a_role_for_logs_once(stage: Callable[[], dict[str, Any]]) -> None:
    stage()
    gateway, iam = boto3.client("apigateway"), boto3.client("iam")
    role = gateway.get_account()["cloudwatchRoleArn"]
    assert role.endswith(f":role/{LOGS_ROLE}")
    trust: Any = iam.get_role(RoleName=LOGS_ROLE)["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Principal"] == {"Service": "apigateway.amazonaws.com"}

    stage()

    assert gateway.get_account()["cloudwatchRoleArn"] == role


def test_a_role_that_the_account_has_is_kept(stage: Callable[[], dict[str, Any]]) -> None:
    theirs = "arn:aws:iam::123456789012:role/theirs"
    boto3.client("apigateway").update_account(
        patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": theirs}]
    )

    stage()

    assert boto3.client("apigateway").get_account()["cloudwatchRoleArn"] == theirs
    assert not boto3.client("iam").list_roles()["Roles"]


class Gateway:
    """API Gateway, which refuses the role of the account a few times."""

    class exceptions:
        class BadRequestException(Exception):
            pass

        class TooManyRequestsException(Exception):
            pass

    def __init__(self, *refusals: type[Exception]) -> None:
        self._refusals = list(refusals)
        self.roles: list[str] = []

    def get_account(self) -> dict[str, str]:
        return {}

    def update_account(self, patchOperations: list[dict[str, str]]) -> None:
        if self._refusals:
            raise self._refusals.pop(0)
        self.roles += [operation["value"] for operation in patchOperations]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that a test would have waited."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    monkeypatch.setattr(gateway_stage, "_logs_role", lambda: "role")
    return waited


def test_a_role_that_is_new_is_offered_again_as_often_as_an_account_may_be_updated(
    waits: list[float],
) -> None:
    errors = Gateway.exceptions
    gateway = Gateway(errors.BadRequestException, errors.TooManyRequestsException)

    gateway_stage._let_gateway_log(gateway)

    assert gateway.roles == ["role"]
    assert len(waits) == 2
    assert min(waits) > 20


def test_a_role_that_is_refused_again_and_again_is_an_error(waits: list[float]) -> None:
    gateway = Gateway(*[Gateway.exceptions.BadRequestException] * 10)

    with pytest.raises(Gateway.exceptions.BadRequestException):
        gateway_stage._let_gateway_log(gateway)
