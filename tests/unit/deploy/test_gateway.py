"""API Gateway's own errors are problems like the API's."""

import json
from http import HTTPStatus
from types import SimpleNamespace

import pytest

from deploy.gateway import RESPONSES, put_responses, tag_api

PROBLEMS = json.loads(RESPONSES.read_text())


class Gateway:
    """Records the calls in their order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []
        self.meta = SimpleNamespace(region_name="cn-north-1")

    def put_gateway_response(self, **arguments: object) -> None:
        self.calls.append(("put", arguments))

    def tag_resource(self, **arguments: object) -> None:
        self.calls.append(("tag", arguments))

    def create_deployment(self, **arguments: object) -> None:
        self.calls.append(("deploy", arguments))


@pytest.mark.parametrize("kind", PROBLEMS)
def test_a_response_is_a_whole_problem(kind: str) -> None:
    problem = PROBLEMS[kind]

    assert problem.keys() - {"retryable"} == {"type", "title", "status", "code", "detail"}
    assert problem["type"] == f"urn:stills:problem:{problem['code']}"
    assert HTTPStatus(problem["status"]) >= HTTPStatus.BAD_REQUEST


def test_only_what_may_be_tried_again_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = Gateway()
    monkeypatch.setattr("boto3.client", lambda name: gateway)

    put_responses("abc", "api")

    headers = {
        each["responseType"]: each["responseParameters"]
        for call, each in gateway.calls
        if call == "put"
    }
    waiting = {
        kind
        for kind in PROBLEMS
        if "gatewayresponse.header.Retry-After" in headers[kind]  # type: ignore[operator]
    }
    assert waiting == {"THROTTLED", "INTEGRATION_TIMEOUT"}


def test_all_responses_are_set_before_the_api_is_deployed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gateway = Gateway()
    monkeypatch.setattr("boto3.client", lambda name: gateway)

    put_responses("abc", "api")

    *puts, (last, deployment) = gateway.calls
    assert [arguments["responseType"] for _, arguments in puts] == list(PROBLEMS)
    assert (last, deployment) == ("deploy", {"restApiId": "abc", "stageName": "api"})


def test_an_api_has_the_tag_of_its_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = Gateway()
    monkeypatch.setattr("boto3.client", lambda name: gateway)

    tag_api("abc", "dev")

    arn = "arn:aws-cn:apigateway:cn-north-1::/restapis/abc"
    assert gateway.calls == [("tag", {"resourceArn": arn, "tags": {"stills:stage": "dev"}})]
